import { describe, expect, it } from "vitest";
import { createHalfSignIns } from "@/lib/server/team/half-sign-ins";

const answer = (value: string) =>
  new Headers([
    ["set-cookie", "banwatch.session_token=; Max-Age=0"],
    ["set-cookie", `banwatch.two_factor=${value}; Max-Age=600; Path=/`],
  ]);
const request = (value: string) => new Headers({ cookie: `a=b; banwatch.two_factor=${value}` });

describe("half a sign-in", () => {
  it("is known by its cookie for ten minutes", () => {
    let nowMs = 0;
    const halves = createHalfSignIns(() => nowMs);
    halves.note(answer("one"), "ada@banwatch.example");
    nowMs = 599_999;
    expect(halves.emailOf(request("one"))).toBe("ada@banwatch.example");
    expect(halves.emailOf(request("two"))).toBeNull();
    expect(halves.emailOf(new Headers())).toBeNull();
    nowMs = 600_000;
    expect(halves.emailOf(request("one"))).toBeNull();
  });

  it("makes room for the next after a thousand, the oldest first", () => {
    const halves = createHalfSignIns(() => 0);
    for (let index = 0; index <= 1_000; index += 1) halves.note(answer(`c${index}`), `p${index}@banwatch.example`);
    expect(halves.emailOf(request("c0"))).toBeNull();
    expect(halves.emailOf(request("c1"))).toBe("p1@banwatch.example");
    expect(halves.emailOf(request("c1000"))).toBe("p1000@banwatch.example");
  });
});
