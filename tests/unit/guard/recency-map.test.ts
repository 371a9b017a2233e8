import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRecencyMap } from "@/lib/server/guard/recency-map";

type Command = { readonly kind: "set" | "delete" | "get"; readonly key: string };

/** The same as a list, the newest last. */
class Model {
  entries: (readonly [string, number])[] = [];
  constructor(readonly maxSize: number) {}
  set(key: string, value: number): void {
    const isKnown = this.entries.some(([other]) => other === key);
    this.delete(key);
    if (!isKnown && this.entries.length >= this.maxSize) this.entries = this.entries.slice(1);
    this.entries.push([key, value]);
  }
  delete(key: string): void {
    this.entries = this.entries.filter(([other]) => other !== key);
  }
}

describe("the map that forgets what was quiet the longest", () => {
  it("holds what a list would hold, in the same order, whatever is done to it", () => {
    const command: fc.Arbitrary<Command> = fc.record({
      kind: fc.constantFrom("set", "set", "set", "delete", "get"),
      key: fc.constantFrom("a", "b", "c", "d", "e", "f"),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 100 }), fc.integer({ min: 1, max: 5 }), (commands, maxSize) => {
        const map = createRecencyMap<number>(maxSize);
        const model = new Model(maxSize);
        for (const [index, { kind, key }] of commands.entries()) {
          if (kind === "set") map.set(key, index);
          if (kind === "delete") map.delete(key);
          if (kind === "set") model.set(key, index);
          if (kind === "delete") model.delete(key);
          expect(map.get(key)).toBe(model.entries.find(([other]) => other === key)?.[1]);
          expect([...map.values()]).toEqual(model.entries.map(([, value]) => value));
          expect(map.size).toBe(model.entries.length);
        }
      }),
    );
  });

  it.each([0, -1, 0.5])("refuses the size %d", (maxSize) => {
    expect(() => createRecencyMap(maxSize)).toThrow(RangeError);
  });
});
