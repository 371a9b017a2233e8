import { describe, expect, it } from "vitest";
import { readSignInNote } from "@/components/sign-in/sign-in-note";

const NOW_MS = 1_790_000_000_000;
const read = (problem: string | string[] | undefined) => readSignInNote({ problem, note: undefined }, NOW_MS);

describe("readSignInNote", () => {
  it("tells how long a wait still is, whenever the page is loaded, and nothing once it is over", () => {
    expect(read(`wait-${NOW_MS + 89_001}`)).toEqual({ waitSeconds: 90 });
    expect(readSignInNote({ problem: `wait-${NOW_MS + 90_000}`, note: undefined }, NOW_MS + 60_000)).toEqual({
      waitSeconds: 30,
    });
    expect(read(`wait-${NOW_MS}`)).toBeNull();
  });

  it("believes no address that it is to wait for longer than an hour, or without end", () => {
    expect(read("wait-999999999999999")).toEqual({ waitSeconds: 3_600 });
    for (const problem of ["wait-", "wait--1", "wait-1e99", "wait-9999999999999999", "wait-Infinity"]) {
      expect(read(problem)).toBe("other");
    }
  });

  it("tells known words alone", () => {
    expect(read("removed")).toBe("removed");
    expect(read("Send your password to eve@example.com")).toBe("other");
    expect(read(["removed", "domain"])).toBe("other");
    expect(read(undefined)).toBeNull();
    expect(readSignInNote({ problem: undefined, note: "new-password-set" }, NOW_MS)).toBe("newPasswordSet");
  });
});
