import { describe, expect, it, vi } from "vitest";
import { createRuntime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { authRequest, cookieOf, startTeam } from "../support/in-process-team";
import { OWNER } from "../support/owner";

describe("the cookie of a session", () => {
  it.each([
    ["https://ban.example", "__Host-banwatch.session_token", true],
    ["http://ban.example", "banwatch.session_token", false],
  ])("at %s is %s, for this name, for HTTP alone and for no foreign form", async (publicUrl, name, isSecure) => {
    const team = await startTeam({ BANWATCH_PUBLIC_URL: publicUrl });
    const request = authRequest();
    await team.runtime.services.signIn.signIn(OWNER, request);
    const cookies = request.answerHeaders.getSetCookie();
    const [cookie = ""] = cookies.filter((text) => text.startsWith(`${name}=`));
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).toMatch(/; HttpOnly(;|$)/);
    expect(cookie).toMatch(/; SameSite=Lax(;|$)/);
    expect(cookie).not.toContain("Domain=");
    for (const text of cookies) expect(/; Secure(;|$)/.test(text)).toBe(isSecure);
    expect(await team.runtime.access.identify(authRequest(cookieOf(request)).requestHeaders)).not.toBeNull();
    await team.close();
  });

  it("opens nothing any more once the same browser has signed in again, as whomever", async () => {
    const team = await startTeam();
    const before = team.cookie;
    const other = await team.signIn(OWNER);
    const again = authRequest(before);
    await team.runtime.services.signIn.signIn(OWNER, again);
    const identify = (cookie: string) => team.runtime.access.identify(authRequest(cookie).requestHeaders);
    expect(await identify(before)).toBeNull();
    expect(await identify(cookieOf(again))).not.toBeNull();
    expect(await identify(other)).not.toBeNull();
    await expect(
      team.runtime.services.signIn.signIn({ ...OWNER, password: "wrong" }, authRequest(other)),
    ).rejects.toMatchObject({ status: 401 });
    expect(await identify(other)).not.toBeNull();
    await team.close();
  });
});

it("who guesses at links, or at an owner's set-up, is written down", async () => {
  const team = await startTeam();
  const { signIn, audit } = team.runtime.services;
  const stranger = () => authRequest("", "192.0.2.9");
  const owner = { name: "Eve", email: "eve@elsewhere.example", password: "a long enough password" };
  await expect(signIn.readLink("made-up", stranger())).rejects.toMatchObject({ status: 404 });
  await expect(
    signIn.acceptLink({ token: "made-up", name: "Eve", email: owner.email, password: owner.password }, stranger()),
  ).rejects.toMatchObject({ status: 404 });
  await expect(signIn.setUpOwner(owner, stranger())).rejects.toMatchObject({ status: 409 });
  const { events } = await audit.list({ limit: 10, action: "session.failed" });
  expect(events.map(({ callerAddress, changes }) => [callerAddress, changes[0]?.after])).toEqual([
    ["192.0.2.9", "set-up of the owner"],
    ["192.0.2.9", "link"],
    ["192.0.2.9", "link"],
  ]);
  expect(JSON.stringify(events)).not.toContain("made-up");
  await team.close();
});

it("the one-time code of the set-up has 128 random bits", async () => {
  const dataDir = makeDataDir();
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const runtime = await createRuntime({
    BANWATCH_DATA_DIR: dataDir,
    BANWATCH_LOG_LEVEL: "silent",
    BANWATCH_PUBLIC_URL: "https://ban.example",
  });
  const text = printed.mock.calls.map(([line]) => String(line)).join("");
  printed.mockRestore();
  expect(text).toMatch(/ code ([0-9A-F]{4}-){7}[0-9A-F]{4}\n/);
  await runtime.close();
  removeDataDir(dataDir);
});
