import { useRef, useState } from "react";
import { flushSync } from "react-dom";

/**
 * What is being done to one thing of a list, in a window that has no trigger of its own. Closing gives the focus back to
 * the button that was pressed, or to the page's content where the button has gone with its row.
 */
export function useCommand<Command>() {
  const [open, setOpen] = useState<Command | null>(null);
  const opener = useRef<Element | null>(null);
  return {
    open,
    start: (command: Command) => {
      opener.current = document.activeElement;
      setOpen(command);
    },
    /** Goes on to the next window of the same work, with the same way back. */
    next: (command: Command) => setOpen(command),
    close: () => {
      flushSync(() => setOpen(null));
      const button = opener.current;
      const target = button?.isConnected ? button : document.getElementById("content");
      if (target instanceof HTMLElement) target.focus();
    },
  };
}
