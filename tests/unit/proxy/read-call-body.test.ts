import { describe, expect, it } from "vitest";
import { readCallBody } from "@/lib/server/proxy/read-call-body";

const hostOf = (websiteURL: unknown) =>
  readCallBody(Buffer.from(JSON.stringify({ clientKey: "k", task: { websiteURL } })), "k")?.targetHost;

describe("the host of a call's target", () => {
  it.each([
    ["a short address", "https://shop.example.org:8443/login?x#y", "shop.example.org"],
    ["an address with a long path", `https://shop.example.org/${"a".repeat(10_000)}`, "shop.example.org"],
    ["an address with a long query", `https://shop.example.org?${"a/@".repeat(10_000)}`, "shop.example.org"],
    ["no address", "shop", null],
    ["no text", 7, null],
  ])("is read from %s", (_name, websiteURL, host) => {
    expect(hostOf(websiteURL)).toBe(host);
  });

  it.each([
    ["credentials", `https://${"a".repeat(3_000)}@shop.example.org/`],
    ["a name and a password", `https://user:${"a".repeat(3_000)}@shop.example.org/`],
    ["a host", `https://${"a".repeat(3_000)}.example.org/`],
  ])("is none behind %s of more than 2,048 characters, and nothing of them is kept", (_name, websiteURL) => {
    expect(hostOf(websiteURL)).toBeNull();
  });
});
