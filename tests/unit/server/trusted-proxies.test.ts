import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/server/env";

const read = (value: string | undefined) => readEnv({ BANWATCH_TRUSTED_PROXIES: value }).trustedProxies;

describe("BANWATCH_TRUSTED_PROXIES", () => {
  it("is nobody unless set", () => {
    expect(read(undefined)).toEqual([]);
    expect(read("")).toEqual([]);
  });

  it("is a list of addresses and ranges", () => {
    expect(read(" 10.0.0.0/8, fd00::/8 ,192.0.2.1,")).toEqual(["10.0.0.0/8", "fd00::/8", "192.0.2.1"]);
  });

  it("names what is wrong with it", () => {
    expect(() => read("10.0.0.1, proxy.example, 10.0.0.0/40")).toThrow(
      /BANWATCH_TRUSTED_PROXIES must be addresses and ranges .* wrong: proxy\.example, 10\.0\.0\.0\/40/,
    );
  });
});
