import { describe, expect, it } from "vitest";
import { createIdentityProviderPolicy, readSubject } from "@/lib/server/team/identity-provider";
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

describe("who may come in through the identity provider", () => {
  type PolicyParts = Parameters<typeof createIdentityProviderPolicy>[0];
  const policyOf = (person: object | null) =>
    createIdentityProviderPolicy({
      provider: { allowedDomains: ["corp.example"], defaultRole: "viewer", name: "Corp" },
      people: { find: async () => person, wasRemoved: async (_: string, subject: string | null) => subject === "gone" },
      links: { findInvitationFor: async () => null },
      audit: { record: async () => {} },
      now: () => 0,
      onNewcomer: async () => {},
    } as unknown as PolicyParts);
  const check = (action: string, sub: string, person: object | null = null, email = "ada@corp.example") =>
    policyOf(person).check(
      { id: "p1", email, emailVerified: true },
      { action, method: "oauth", oauth: { profile: { sub } } },
    );

  it("is nobody who was removed, whatever their address is now", async () => {
    expect(await check("create-user", "gone")).toEqual({ error: "removed" });
    expect(await check("create-user", "new")).toBeUndefined();
    expect(await check("link-account", "gone", { ways: ["oidc"], totp: false })).toEqual({ error: "removed" });
  });

  it("does not come to a person who has a password or a second factor here", async () => {
    for (const person of [
      { ways: ["credential"], totp: false },
      { ways: ["oidc"], totp: true },
    ]) {
      expect(await check("link-account", "new", person)).toEqual({ error: "not-linked" });
      expect(await check("sign-in", "new", person)).toBeUndefined();
    }
    expect(await check("link-account", "new", { ways: [], totp: false })).toBeUndefined();
  });

  it("has an address and a name that fit", async () => {
    expect(await check("create-user", "new", null, `${"a".repeat(300)}@corp.example`)).toEqual({ error: "unverified" });
    const nameOf = async (name: string) => (await policyOf(null).newcomer({ email: "ada@corp.example", name })).name;
    expect(await nameOf(`Ada\n${"x".repeat(100)}`)).toBe(`Ada ${"x".repeat(56)}`);
    expect(await nameOf("\u0000 ")).toBe("ada@corp.example");
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
