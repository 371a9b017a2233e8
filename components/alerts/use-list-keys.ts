import { useEffect, useEffectEvent, useRef } from "react";
import { commandOfKey, type ListCommand, moveInList } from "@/lib/client/alerts/list-key";

type RowCommand = Exclude<ListCommand, "next" | "previous" | "help">;

interface ListKeys {
  /** Off: no key does anything. */
  readonly enabled: boolean;
  /** The ids of the rows, as they stand on the page. */
  readonly ids: readonly string[];
  readonly onCommand: (command: RowCommand, id: string) => void;
  readonly onHelp: () => void;
}

const FIELDS = "input, textarea, select, [contenteditable]";
const WINDOWS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/**
 * Moves through a list by keys and acts on the row that has the focus. The focus is the browser's own, on the link of a
 * row, so it is seen, read out, and Enter opens. When the row goes away it passes to the one that takes its place.
 */
export function useListKeys({ enabled, ids, onCommand, onHelp }: ListKeys): void {
  const last = useRef<{ id: string; index: number } | null>(null);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!enabled || event.defaultPrevented) return;
    const focused = rowOf(document.activeElement);
    const command = commandOfKey({ ...readKey(event), isTaken: isTaken(event.target), isOnRow: focused !== null });
    if (command === null) return;
    event.preventDefault();
    if (command === "help") onHelp();
    else if (command === "next" || command === "previous") {
      const id = ids[moveInList(focused === null ? -1 : ids.indexOf(focused), ids.length, command)];
      if (id !== undefined) linkOf(id)?.focus();
    } else if (focused !== null && !event.repeat) onCommand(command, focused);
  });
  const remember = useEffectEvent((event: Event) => {
    const id = event.target instanceof Element ? rowOf(event.target) : null;
    last.current = id === null ? null : { id, index: ids.indexOf(id) };
  });

  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener("keydown", (event) => press(event), { signal });
    document.addEventListener("focusin", (event) => remember(event), { signal });
    document.addEventListener("pointerdown", (event) => remember(event), { signal });
    return () => listeners.abort();
  }, []);

  // After every change of the list: a row that went to another group took the focus with it into nothing.
  useEffect(() => {
    if (last.current === null || document.activeElement !== document.body) return;
    const { id, index } = last.current;
    const target = ids.includes(id) ? id : ids[Math.min(index, ids.length - 1)];
    if (target !== undefined) linkOf(target)?.focus({ preventScroll: true });
  });
}

const readKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => ({ key, ctrlKey, metaKey, altKey });

const isTaken = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest(FIELDS) !== null) || document.querySelector(WINDOWS) !== null;

const rowOf = (element: Element | null): string | null =>
  element?.closest("tr")?.querySelector<HTMLElement>("[data-incident]")?.dataset.incident ?? null;

const linkOf = (id: string) => document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(id)}"]`);
