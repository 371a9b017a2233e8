import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getJson, sendJson } from "../support/api";
import {
  type BanwatchProcess,
  findFreePort,
  makeDataDir,
  removeDataDir,
  startBanwatch,
} from "../support/banwatch-process";
import { type Browser, createBrowser, type Page } from "../support/browser";
import { OIDC_CLIENT, type OidcServer, startOidcServer } from "../support/oidc-server";
import { signIn } from "../support/owner";

interface People {
  readonly people: readonly { id: string; email: string; role: string; password: boolean; identityProvider: boolean }[];
}

/** Signs in at the provider's own form, and agrees to what it asks. */
async function signInThere(browser: Browser, origin: string, sub: string, query = ""): Promise<Page> {
  const form = await browser.open(`${origin}/api/session/identity-provider${query}`);
  const action = /action="([^"]+)"/.exec(form.text)?.[1];
  if (action === undefined) return form;
  const consent = await browser.open(action, { prompt: "login", login: sub, password: "any" });
  const next = /action="([^"]+)"/.exec(consent.text)?.[1];
  return next === undefined ? consent : browser.open(next, { prompt: "consent" });
}

describe("the identity provider", () => {
  let oidc: OidcServer;
  let dataDir: string;
  let port: number;
  let origin: string;
  let banwatch: BanwatchProcess;

  const start = (variables: Record<string, string> = {}) =>
    startBanwatch({
      dataDir,
      port,
      variables: {
        BANWATCH_PUBLIC_URL: origin,
        BANWATCH_OIDC_ISSUER: oidc.issuer,
        BANWATCH_OIDC_CLIENT_ID: OIDC_CLIENT.id,
        BANWATCH_OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
        ...variables,
      },
    });

  const listSessionEvents = async () => {
    interface SessionEvent {
      readonly action: string;
      readonly actorName: string;
      readonly changes: readonly { readonly after: string | null }[];
    }
    return (await getJson<{ events: SessionEvent[] }>(`${origin}/api/audit?action=session`)).events;
  };

  const findPerson = async (email: string) =>
    (await getJson<People>(`${origin}/api/people`)).people.find((person) => person.email === email);

  beforeAll(async () => {
    dataDir = makeDataDir();
    port = await findFreePort();
    origin = `http://127.0.0.1:${port}`;
    oidc = await startOidcServer(`${origin}/api/auth/callback/oidc`);
    const verified = { emailVerified: true };
    oidc.addPerson({ sub: "ada", email: "ada@corp.example", name: "Ada", ...verified });
    oidc.addPerson({ sub: "ben", email: "ben@corp.example", name: "Ben", emailVerified: false });
    oidc.addPerson({ sub: "eve", email: "eve@elsewhere.example", name: "Eve", ...verified });
    oidc.addPerson({ sub: "cleo", email: "cleo@corp.example", name: "Cleo", ...verified });
    banwatch = await start({ BANWATCH_OIDC_ALLOWED_DOMAINS: "corp.example", BANWATCH_OIDC_DEFAULT_ROLE: "operator" });
  });
  afterAll(async () => {
    await banwatch.stop();
    await oidc.close();
    removeDataDir(dataDir);
  });

  it("lets somebody of an allowed domain in, with the default role", async () => {
    const browser = createBrowser();
    const page = await signInThere(browser, origin, "ada");
    expect(page.url).toBe(`${origin}/`);
    expect(await findPerson("ada@corp.example")).toMatchObject({
      role: "operator",
      password: false,
      identityProvider: true,
    });
    const toErrors = `?next=${encodeURIComponent("/errors?period=7d")}`;
    expect((await signInThere(createBrowser(), origin, "ada", toErrors)).url).toBe(`${origin}/errors?period=7d`);
    const elsewhere = `?next=${encodeURIComponent("//evil.example/")}`;
    expect((await signInThere(createBrowser(), origin, "ada", elsewhere)).url).toBe(`${origin}/`);
  });

  it("keeps out who is of another domain, or whose address the provider does not vouch for", async () => {
    const eve = await signInThere(createBrowser(), origin, "eve");
    expect(eve.url).toBe(`${origin}/sign-in?problem=domain`);
    const ben = await signInThere(createBrowser(), origin, "ben");
    expect(ben.url).toBe(`${origin}/sign-in?problem=unverified`);
    expect(await findPerson("eve@elsewhere.example")).toBeUndefined();
    expect(await findPerson("ben@corp.example")).toBeUndefined();
  });

  it("gives somebody who was invited by their address the role of the invitation, once", async () => {
    await sendJson("POST", `${origin}/api/invitations`, { role: "admin", email: "cleo@corp.example" });
    const page = await signInThere(createBrowser(), origin, "cleo");
    expect(page.url).toBe(`${origin}/`);
    expect(await findPerson("cleo@corp.example")).toMatchObject({ role: "admin" });
    const open = await getJson<{ invitations: unknown[] }>(`${origin}/api/invitations`);
    expect(open.invitations).toEqual([]);
  });

  it("does not let somebody back in who was removed, and ends their session", async () => {
    const browser = createBrowser();
    await signInThere(browser, origin, "ada");
    const ada = await findPerson("ada@corp.example");
    await sendJson("DELETE", `${origin}/api/people/${ada?.id}`, {});
    expect((await browser.open(`${origin}/errors`)).url).toContain("/sign-in");
    expect((await signInThere(createBrowser(), origin, "ada")).url).toBe(`${origin}/sign-in?problem=removed`);
  });

  it("knows who was removed by their subject, also when they come back with another address", async () => {
    oidc.addPerson({ sub: "ada", email: "countess@corp.example", name: "Ada", emailVerified: true });
    expect((await signInThere(createBrowser(), origin, "ada")).url).toBe(`${origin}/sign-in?problem=removed`);
    expect(await findPerson("countess@corp.example")).toBeUndefined();
    // Not the address is refused: somebody else may have it.
    oidc.addPerson({ sub: "other-ada", email: "countess@corp.example", name: "Another Ada", emailVerified: true });
    expect((await signInThere(createBrowser(), origin, "other-ada")).url).toBe(`${origin}/`);
  });

  it("refuses a way back that nobody asked for", async () => {
    const page = await createBrowser().open(`${origin}/api/auth/callback/oidc?code=made-up&state=made-up`);
    expect(page.url).toBe(`${origin}/sign-in?problem=idp-failed`);
  });

  it("writes down who came through it and who was kept out, and the first time of each person once", async () => {
    expect((await signInThere(createBrowser(), origin, "cleo")).url).toBe(`${origin}/`);
    const events = await listSessionEvents();
    const waysOf = (name: string) =>
      events.filter(({ actorName }) => actorName === name).map(({ changes: [way] }) => way?.after);
    // The newest first.
    expect(waysOf("Cleo")).toEqual(["identity provider", "identity provider, first time"]);
    expect(waysOf("Ada").filter((way) => way === "identity provider, first time")).toHaveLength(1);
    expect(events).toContainEqual(expect.objectContaining({ action: "session.signed-in", actorName: "Cleo" }));
    expect(events).toContainEqual(
      expect.objectContaining({ action: "session.failed", actorName: "eve@elsewhere.example" }),
    );
  });

  it("is forgotten by a link for a new password: from then on the password alone lets the person in", async () => {
    const cleo = await findPerson("cleo@corp.example");
    const session = createBrowser();
    expect((await signInThere(session, origin, "cleo")).url).toBe(`${origin}/`);
    const { token } = await sendJson<{ token: string }>("POST", `${origin}/api/people/${cleo?.id}/reset-link`, {});
    const password = "the password that Cleo chose";
    const accepted = await fetch(`${origin}/api/links/use`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, password }),
    });
    expect(accepted.status).toBe(201);
    expect(await findPerson("cleo@corp.example")).toMatchObject({ password: true, identityProvider: false });
    expect((await session.open(`${origin}/errors`)).url).toContain("/sign-in");
    expect((await signInThere(createBrowser(), origin, "cleo")).url).toBe(`${origin}/sign-in?problem=not-linked`);
    await expect(signIn(origin, { email: "cleo@corp.example", password })).resolves.not.toBe("");
  });

  it("says how long to wait after too many attempts, instead of that it failed", async () => {
    const start = () => fetch(`${origin}/api/session/identity-provider`, { redirect: "manual" });
    let location = "";
    for (let attempt = 0; attempt <= 30 && !location.startsWith("/sign-in"); attempt += 1) {
      location = (await start()).headers.get("location") ?? "";
    }
    expect(location).toMatch(/^\/sign-in\?problem=wait-\d+$/);
    for (const [language, words] of [
      ["en", /Too many attempts\. You can try again in <time[^>]*>1[45]:\d\d</],
      ["zh-CN", /尝试次数过多，请在 <time[^>]*>1[45]:\d\d</],
    ] as const) {
      const headers = { accept: "text/html", cookie: `banwatch-locale=${language}` };
      expect(await (await fetch(`${origin}${location}`, { headers })).text()).toMatch(words);
    }
  });

  it("without allowed domains, lets in only who is in the team or was invited", async () => {
    await banwatch.stop();
    banwatch = await start();
    expect((await signInThere(createBrowser(), origin, "eve")).url).toBe(`${origin}/sign-in?problem=not-invited`);
    expect((await signInThere(createBrowser(), origin, "other-ada")).url).toBe(`${origin}/`);
  });

  it("says so and keeps the password way when the provider is down", async () => {
    await banwatch.stop();
    await oidc.close();
    banwatch = await start();
    expect((await createBrowser().open(`${origin}/api/session/identity-provider`)).url).toBe(
      `${origin}/sign-in?problem=idp-failed`,
    );
    await getJson(`${origin}/api/overview`);
  });
});
