/** How a toast is coloured and how urgently it is read out. */
export type ToastTone = "success" | "error" | "info";

/** One message at the edge of the screen. */
export interface ToastMessage {
  readonly id: number;
  readonly tone: ToastTone;
  readonly text: string;
  readonly description: string | null;
  /** False while it fades out. */
  readonly open: boolean;
}

/** More than this would cover the page on a phone: the oldest gives way. */
const MAX_SHOWN = 3;

/** As long as the fade in toaster.tsx takes. */
export const FADE_MS = 150;

/** What is shown, outside of React, so that a callback after a request can add to it. */
export interface ToastStore {
  readonly add: (tone: ToastTone, text: string, description?: string) => void;
  /** Closes one; it is gone {@link FADE_MS} later. Unknown and closed ones are left alone. */
  readonly dismiss: (id: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Oldest first. The same array until something changes. */
  readonly list: () => readonly ToastMessage[];
}

/** A store of toasts that keeps at most three of them open. */
export function createToastStore(): ToastStore {
  const listeners = new Set<() => void>();
  let toasts: readonly ToastMessage[] = [];
  let lastId = 0;

  const set = (next: readonly ToastMessage[]) => {
    toasts = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number) => {
    if (!toasts.some((toast) => toast.id === id && toast.open)) return;
    set(toasts.map((toast) => (toast.id === id ? { ...toast, open: false } : toast)));
    setTimeout(() => set(toasts.filter((toast) => toast.id !== id)), FADE_MS);
  };

  return {
    add: (tone, text, description) => {
      lastId += 1;
      set([...toasts, { id: lastId, tone, text, description: description ?? null, open: true }]);
      for (const { id } of toasts.filter((toast) => toast.open).slice(0, -MAX_SHOWN)) dismiss(id);
    },
    dismiss,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => toasts,
  };
}
