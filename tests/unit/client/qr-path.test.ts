import fc from "fast-check";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { prepareQrPath, QUIET_ZONE } from "@/lib/client/session/qr-path";

/** The modules that the path paints, read back from its rectangles. */
function paint(path: string, size: number): boolean[][] {
  const cells = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let step = 0; step < Number(length); step++) {
      const row = cells[Number(y)] as boolean[];
      row[Number(x) + step] = true;
    }
  }
  return cells;
}

const withQuietZone = (modules: boolean[][]): boolean[][] => {
  const size = modules.length + 2 * QUIET_ZONE;
  return Array.from({ length: size }, (_row, y) =>
    Array.from({ length: size }, (_cell, x) => modules[y - QUIET_ZONE]?.[x - QUIET_ZONE] ?? false),
  );
};

describe("prepareQrPath", () => {
  it("paints every dark module of a code once, with a quiet zone around it", () => {
    const uri = "otpauth://totp/Banwatch:a%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Banwatch";
    const modules = encode(uri, { ecc: "M", border: 0 }).data;
    const { path, size } = prepareQrPath(modules);
    expect(paint(path, size)).toEqual(withQuietZone(modules));
  });

  it("paints any square as it is, the last column included", () => {
    const square = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(square, (modules) => {
        const { path, size } = prepareQrPath(modules);
        expect(paint(path, size)).toEqual(withQuietZone(modules));
      }),
    );
  });

  it("joins neighbours, so that no hairline shows between them", () => {
    expect(prepareQrPath([[true, true, true]]).path).toBe("M4 4h3v1h-3z");
  });
});
