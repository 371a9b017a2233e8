import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountOfKeys,
  type ErrorFilterState,
  errorFilterParsers,
  errorsHref,
  isChanged,
  isNarrowed,
  offerCodes,
  readErrorFilter,
  toErrorQuery,
} from "@/lib/client/errors/error-filter";
import { origin as originOptions } from "@/lib/contracts/common";
import { errorListQuery } from "@/lib/contracts/errors";

const NOTHING: ErrorFilterState = { code: null, account: null, key: null, origin: null, fromMs: null, toMs: null };

describe("toErrorQuery", () => {
  it("never asks for what the API refuses, whatever stands in the address", () => {
    const text = fc.option(fc.oneof(fc.string({ maxLength: 300 }), fc.constant("x".repeat(250))));
    const origin = fc.constantFrom(null, "any" as const, ...originOptions.options);
    const number = fc.option(fc.oneof(fc.integer({ min: -10, max: 2_000_000_000_000 }), fc.double()));
    fc.assert(
      fc.property(text, text, text, origin, number, number, (code, account, key, origin, fromMs, toMs) => {
        const query = toErrorQuery({ ...NOTHING, code, account, key, origin, fromMs, toMs }, "7d");
        expect(errorListQuery.safeParse(query).success).toBe(true);
      }),
    );
  });

  it("takes a stretch of time in place of the period", () => {
    const any = { ...NOTHING, origin: "any" } as const;
    expect(toErrorQuery({ ...any, fromMs: 1_000, toMs: 2_000 }, "1h")).toEqual({ fromMs: 1_000, toMs: 2_000 });
    expect(toErrorQuery({ ...any, fromMs: 2_000, toMs: 1_000 }, "1h")).toEqual({ period: "1h" });
    expect(toErrorQuery({ ...any, fromMs: 2_000 }, "1h")).toEqual({ period: "1h" });
  });

  it("leaves held calls out until an origin is chosen", () => {
    expect(toErrorQuery(NOTHING, "1h")).toEqual({ period: "1h", origin: "not-held" });
    expect(toErrorQuery({ ...NOTHING, origin: "any" }, "1h").origin).toBeUndefined();
    for (const origin of originOptions.options) {
      expect(toErrorQuery({ ...NOTHING, origin }, "1h").origin).toBe(origin);
    }
  });
});

describe("readErrorFilter", () => {
  it("keeps a code as the provider spelled it, spaces included", () => {
    expect(readErrorFilter({ ...NOTHING, code: " 错误 🚫 " }).code).toBe(" 错误 🚫 ");
  });

  it("leaves out what is empty or too long", () => {
    const state = readErrorFilter({ ...NOTHING, code: "C".repeat(201), account: "   ", key: "k".repeat(101) });
    expect(state).toEqual(NOTHING);
  });
});

describe("isNarrowed", () => {
  it("counts what was chosen to be left out, not held calls, which nobody chose", () => {
    expect(isNarrowed(NOTHING)).toBe(false);
    expect(isNarrowed({ ...NOTHING, origin: "any" })).toBe(false);
    expect(isNarrowed({ ...NOTHING, origin: "held" })).toBe(true);
    expect(isNarrowed({ ...NOTHING, origin: "any", code: "ERROR_X" })).toBe(true);
  });

  it("lets any origin be reset even though it leaves nothing out", () => {
    expect(isChanged(NOTHING)).toBe(false);
    expect(isChanged({ ...NOTHING, origin: "any" })).toBe(true);
  });
});

describe("errorsHref", () => {
  it("says exactly what the page reads back", () => {
    const filter = {
      code: "a&b=c#<é>",
      account: "shop 1",
      key: "k&1",
      origin: "held",
      fromMs: 60_000,
      toMs: 120_000,
    } as const;
    const query = new URL(errorsHref({ ...filter, period: "6h" }), "http://localhost").searchParams;
    const read = Object.fromEntries(
      Object.entries(errorFilterParsers).map(([name, parser]) => [name, parser.parse(query.get(name) ?? "")]),
    );
    expect(read).toEqual(filter);
    expect(query.get("period")).toBe("6h");
  });

  it("tells any origin from none chosen", () => {
    expect(errorsHref({ origin: "any" })).toBe("/errors?origin=any");
    expect(errorFilterParsers.origin.parse("any")).toBe("any");
    expect(errorFilterParsers.origin.parse("not-held")).toBeNull();
  });

  it("is the bare page without filters", () => {
    expect(errorsHref({ code: null })).toBe("/errors");
  });
});

describe("offerCodes", () => {
  const counted = [
    { code: "ERROR_NO_SLOT_AVAILABLE", errors: 9 },
    { code: "ERROR_IP_BANNED", errors: 2 },
  ];

  it("offers the codes of own answers too, once each and without a count", () => {
    const listed = ["ERROR_WRONG_KEY", "ERROR_IP_BANNED", "ERROR_WRONG_KEY", "ERROR_BUSY"];
    expect(offerCodes(counted, listed, null)).toEqual([
      ...counted,
      { code: "ERROR_BUSY", errors: null },
      { code: "ERROR_WRONG_KEY", errors: null },
    ]);
  });

  it("keeps the chosen code on offer, whether or not anything has it", () => {
    expect(offerCodes([], [], "ERROR_X")).toEqual([{ code: "ERROR_X", errors: null }]);
    expect(offerCodes(counted, [], "ERROR_IP_BANNED")).toEqual(counted);
  });
});

describe("accountOfKeys", () => {
  it("needs no choice where there is one account, and makes none where there are several", () => {
    expect(accountOfKeys(["a"], undefined)).toBe("a");
    expect(accountOfKeys(["a", "b"], undefined)).toBeNull();
    expect(accountOfKeys(["a", "b"], "b")).toBe("b");
    expect(accountOfKeys([], undefined)).toBeNull();
  });
});
