import { describe, expect, it } from "vitest";
import { readViewerHeader } from "@/lib/client/session/read-viewer-header";

const VIEWER = {
  id: "u1",
  // Its base64 holds both characters in which base64url differs.
  name: "Žofie 王小明 ???>>>",
  email: "z@example.com",
  role: "operator",
  totp: true,
  password: true,
} as const;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("readViewerHeader", () => {
  it("reads what the server wrote, letters of any language included", () => {
    expect(encode(VIEWER)).toMatch(/[-_]/);
    expect(readViewerHeader(encode(VIEWER))).toEqual(VIEWER);
  });

  it.each([
    ["no header", null],
    ["an empty one", ""],
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("viewer").toString("base64url")],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]).toString("base64url")],
    ["a role that does not exist", encode({ ...VIEWER, role: "root" })],
    ["a missing field", encode({ ...VIEWER, role: undefined })],
  ])("takes nobody to be signed in for %s", (_what, header) => expect(readViewerHeader(header)).toBeNull());
});
