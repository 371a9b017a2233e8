import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** Long enough to read that the time is over before the card goes away. */
const SHOWN_MS = 1_500;

/** When the server has not answered, or still lists it. */
const AGAIN_MS = 5_000;

/**
 * Asks the server again once a countdown is over, until the cooldown is gone or waits anew: what the probe found comes
 * by the live stream, which may be lost just then.
 */
export function useRefetchWhenOver(isOver: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOver) return;
    const ask = () => {
      void client.invalidateQueries({ queryKey: ["cooldowns"] });
      void client.invalidateQueries({ queryKey: ["overview"] });
    };
    const first = setTimeout(ask, SHOWN_MS);
    const again = setInterval(ask, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [isOver, client]);
}
