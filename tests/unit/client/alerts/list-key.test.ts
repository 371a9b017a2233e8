import { describe, expect, it } from "vitest";
import { commandOfKey, moveInList, type PressedKey } from "@/lib/client/alerts/list-key";

const pressed = (key: string, changes: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isTaken: false,
  isOnRow: true,
  ...changes,
});

describe("commandOfKey", () => {
  it("knows the keys of a row", () => {
    expect(["j", "k", "ArrowDown", "ArrowUp", "a", "s", "r", "?"].map((key) => commandOfKey(pressed(key)))).toEqual([
      "next",
      "previous",
      "next",
      "previous",
      "acknowledge",
      "snooze",
      "resolve",
      "help",
    ]);
  });

  it("leaves every key to whoever types, and to an open window", () => {
    for (const key of ["j", "a", "r", "?"]) expect(commandOfKey(pressed(key, { isTaken: true }))).toBeNull();
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(commandOfKey(pressed("r", { ctrlKey: true }))).toBeNull();
    expect(commandOfKey(pressed("a", { metaKey: true }))).toBeNull();
    expect(commandOfKey(pressed("s", { altKey: true }))).toBeNull();
  });

  it("changes nothing that has not the focus, and lets arrows scroll the page", () => {
    for (const key of ["a", "s", "r", "ArrowDown", "ArrowUp"])
      expect(commandOfKey(pressed(key, { isOnRow: false }))).toBeNull();
    expect(commandOfKey(pressed("j", { isOnRow: false }))).toBe("next");
  });

  it("knows no other key, whatever it is called", () => {
    for (const key of ["Enter", "A", "constructor", "toString", "__proto__"])
      expect(commandOfKey(pressed(key))).toBeNull();
  });
});

describe("moveInList", () => {
  it("begins at the near end and stops at both", () => {
    expect(moveInList(-1, 3, "next")).toBe(0);
    expect(moveInList(-1, 3, "previous")).toBe(2);
    expect(moveInList(2, 3, "next")).toBe(2);
    expect(moveInList(0, 3, "previous")).toBe(0);
    expect(moveInList(1, 3, "next")).toBe(2);
    expect(moveInList(-1, 0, "next")).toBe(-1);
  });
});
