import { describe, expect, it } from "vitest";
import { readSubject } from "@/lib/server/team/identity-provider";
import { startAtIdentityProvider } from "@/lib/server/team/identity-provider-door";

const ISSUER = "https://login.example";

const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

describe("the subject of an identity provider's answer", () => {
  it("is that of the ID token, whether its issuer ends in a slash or not", () => {
    for (const iss of [ISSUER, `${ISSUER}/`]) {
      expect(readSubject(ISSUER, idToken({ iss, sub: "ada", email: "ada@corp.example" }))).toBe("ada");
    }
  });

  it.each([undefined, "", "e30", "e30.."])("is nobody without an ID token: %j", (token) => {
    expect(() => readSubject(ISSUER, token)).toThrow("no ID token");
  });

  it.each([
    "https://login.example.evil",
    "https://evil.example/https://login.example",
    "http://login.example",
    "",
    undefined,
    null,
  ])("is nobody when the token is of another issuer: %j", (iss) => {
    expect(() => readSubject(ISSUER, idToken({ iss, sub: "ada" }))).toThrow("another issuer");
  });
});

describe("the way to the identity provider", () => {
  type Parts = Parameters<typeof startAtIdentityProvider>[1];
  const start = async (site: string | null) => {
    const headers = new Headers(site === null ? {} : { "sec-fetch-site": site });
    const parts = {
      answerHeaders: new Headers(),
      runtime: { env: { origin: "https://ban.example" } },
      services: { signIn: { startIdentityProvider: async () => "https://login.example/authorize" } },
    } as unknown as Parts;
    const request = new Request("https://ban.example/api/session/identity-provider", { headers });
    return (await startAtIdentityProvider(request, parts)).headers.get("location");
  };

  it.each([null, "none", "same-origin"])("is open to who asks for it: %j", async (site) => {
    expect(await start(site)).toBe("https://login.example/authorize");
  });

  it.each(["cross-site", "same-site"])("is closed to a page that sends somebody there: %s", async (site) => {
    expect(await start(site)).toBe("/sign-in");
  });
});
