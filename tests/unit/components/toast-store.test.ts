import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createToastStore, FADE_MS } from "@/components/ui/toast-store";

describe("toasts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are at most three: the oldest gives way", () => {
    const store = createToastStore();
    for (const text of ["a", "b", "c", "d"]) store.add("info", text);
    expect(store.list().map(({ text, open }) => [text, open])).toEqual([
      ["a", false],
      ["b", true],
      ["c", true],
      ["d", true],
    ]);
    vi.advanceTimersByTime(FADE_MS);
    expect(store.list().map(({ text }) => text)).toEqual(["b", "c", "d"]);
  });

  it("are gone once they have faded, and closing one twice changes nothing", () => {
    const store = createToastStore();
    store.add("error", "a", "why");
    const [toast] = store.list();
    expect(toast).toMatchObject({ tone: "error", text: "a", description: "why" });
    store.dismiss(toast?.id ?? 0);
    const fading = store.list();
    store.dismiss(toast?.id ?? 0);
    expect(store.list()).toBe(fading);
    vi.advanceTimersByTime(FADE_MS);
    expect(store.list()).toEqual([]);
  });

  it("tell every listener until it leaves", () => {
    const store = createToastStore();
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    store.add("success", "a");
    leave();
    store.add("success", "b");
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
