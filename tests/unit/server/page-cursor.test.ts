import { describe, expect, it } from "vitest";
import { formatPageCursor, parsePageCursor } from "@/lib/server/page-cursor";

const CURSOR = { atMs: 1_700_000_000_000, id: "0b6cbd5e-2b1c-4c39-9a52-3b3a6d1b5f11" };

describe("the cursor of a list", () => {
  it("comes back as it went out", () => {
    expect(parsePageCursor(formatPageCursor(CURSOR))).toEqual(CURSOR);
  });

  it.each(["", "1", `-1.${CURSOR.id}`, `1.${CURSOR.id} `, `1e3.${CURSOR.id}`, `12345678901234567.${CURSOR.id}`])(
    "is refused when it is not one of ours: %j",
    (text) => {
      expect(() => parsePageCursor(text)).toThrow(
        expect.objectContaining({ status: 400, details: { fields: [expect.objectContaining({ field: "cursor" })] } }),
      );
    },
  );
});
