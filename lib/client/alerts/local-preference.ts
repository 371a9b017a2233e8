import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

/** Private windows and strict settings refuse the storage by throwing; then a choice lasts as long as the page. */
const refused = new Map<string, string>();

function read(key: string): string | null {
  try {
    return refused.get(key) ?? localStorage.getItem(key);
  } catch {
    return refused.get(key) ?? null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    refused.set(key, value);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A choice of this browser alone, the same in all of its tabs. @param fallback until something is chosen, and on the server */
export function useLocalPreference(key: string, fallback: boolean): readonly [boolean, (value: boolean) => void] {
  const getSnapshot = () => {
    const stored = read(key);
    return stored === null ? fallback : stored === "on";
  };
  const value = useSyncExternalStore(subscribe, getSnapshot, () => fallback);
  const set = useCallback((next: boolean) => write(key, next ? "on" : "off"), [key]);
  return [value, set];
}
