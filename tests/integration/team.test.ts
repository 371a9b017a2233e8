import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Role } from "@/lib/domain/roles";
import { createRuntime } from "@/lib/server/runtime";
import { type Actor, SYSTEM } from "@/lib/server/team/actor";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { authRequest, codeOf, cookieOf, type InProcessTeam, startTeam } from "../support/in-process-team";
import { OWNER } from "../support/owner";

const refused = (status: number, code: string) => expect.objectContaining({ name: "RequestError", status, code });

const PASSWORD = "a long password of a member";

describe("the team", () => {
  let team: InProcessTeam;
  const identify = (cookie: string) => team.runtime.access.identify(authRequest(cookie).requestHeaders);

  const addMember = async (role: Role, email = `${role}@banwatch.example`): Promise<Actor & { cookie: string }> => {
    const { links, signIn } = team.runtime.services;
    const { token } = await links.invite({ role, expiresInHours: 1 }, team.owner);
    const request = authRequest();
    await signIn.acceptLink({ token, name: `The ${role}`, email, password: PASSWORD }, request);
    const cookie = cookieOf(request);
    const actor = await identify(cookie);
    if (actor === null) throw new Error("the member is not signed in");
    return { ...actor, cookie };
  };

  const actionsOf = async (actor?: string) => {
    const { events } = await team.runtime.services.audit.list({ limit: 50, actor });
    return events.map(({ action }) => action);
  };

  beforeEach(async () => {
    team = await startTeam();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await team.close();
  });

  describe("signing in", () => {
    it("says the same for an unknown address and a wrong password, and writes both down", async () => {
      const { signIn } = team.runtime.services;
      const wrong = { email: OWNER.email, password: "not the password" };
      const unknown = { email: "nobody@banwatch.example", password: "not the password" };
      const errors = await Promise.all(
        [wrong, unknown].map((credentials) => signIn.signIn(credentials, authRequest()).catch((error: Error) => error)),
      );
      expect(errors).toEqual([refused(401, "wrong_credentials"), refused(401, "wrong_credentials")]);
      expect((errors[0] as Error).message).toBe((errors[1] as Error).message);
      expect((await actionsOf()).filter((action) => action === "session.failed")).toHaveLength(2);
    });

    it("stops guessing at one account from many addresses, also for an account that nobody has", async () => {
      const { signIn } = team.runtime.services;
      for (const email of [OWNER.email, "nobody@banwatch.example"]) {
        const attempts = Array.from({ length: 40 }, (_, index) =>
          signIn
            .signIn({ email, password: "a guess" }, authRequest("", `10.1.0.${index}`))
            .catch((error: { code: string }) => error.code),
        );
        const codes = await Promise.all(attempts);
        expect(codes.filter((code) => code === "wrong_credentials")).toHaveLength(10);
        expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(30);
      }
      await expect(signIn.signIn(OWNER, authRequest("", "10.2.0.1"))).rejects.toEqual(
        refused(429, "too_many_attempts"),
      );
    });

    it("stops guessing at many accounts from one address, a whole IPv6 network being one", async () => {
      const { signIn } = team.runtime.services;
      const codes: unknown[] = [];
      for (let index = 0; index < 40; index += 1) {
        const from = authRequest("", `2001:db8:1:2::${index.toString(16)}`);
        const credentials = { email: `guess-${index}@banwatch.example`, password: "a guess" };
        codes.push(await signIn.signIn(credentials, from).catch((error: { code: string }) => error.code));
      }
      expect(codes.filter((code) => code === "wrong_credentials")).toHaveLength(30);
      await expect(signIn.signIn(OWNER, authRequest("", "2001:db8:1:3::1"))).resolves.toEqual({ next: "signed-in" });
    });

    it("ends a session after 7 days without use, and after 30 days whatever its use", async () => {
      const nowMs = Date.now();
      vi.useFakeTimers({ toFake: ["Date"], now: nowMs + 6 * 86_400_000 });
      const { setCookies, viewer } = await team.runtime.access.openPage(authRequest(team.cookie).requestHeaders);
      expect(viewer?.email).toBe(OWNER.email);
      expect(setCookies).not.toEqual([]);
      for (let day = 12; day < 30; day += 6) {
        vi.setSystemTime(nowMs + day * 86_400_000);
        expect((await team.runtime.access.openPage(authRequest(team.cookie).requestHeaders)).viewer).not.toBeNull();
      }
      vi.setSystemTime(nowMs + 30.1 * 86_400_000);
      expect(await identify(team.cookie)).toBeNull();
      const idle = await team.signIn(OWNER);
      vi.setSystemTime(nowMs + 38 * 86_400_000);
      expect(await identify(idle)).toBeNull();
    });

    it("keeps a forged or foreign cookie out", async () => {
      const [name, value = ""] = team.cookie.split("=");
      const [token] = decodeURIComponent(value).split(".");
      for (const cookie of [`${name}=${token}`, `${name}=${token}.${"A".repeat(43)}%3D`, `${name}=x`, `${name}=`]) {
        expect(await identify(cookie)).toBeNull();
      }
    });
  });

  describe("the second factor", () => {
    const turnOn = async () => {
      const { me } = team.runtime.services;
      const setup = await me.startTotp(OWNER.password, team.owner, authRequest(team.cookie));
      const request = authRequest(team.cookie);
      await me.confirmTotp(codeOf(setup.uri), team.owner, request);
      return { ...setup, cookie: cookieOf(request) };
    };
    const startSignIn = async () => {
      const request = authRequest();
      expect(await team.runtime.services.signIn.signIn(OWNER, request)).toEqual({ next: "totp" });
      return cookieOf(request);
    };

    it("is asked for after the password, and nothing opens without it", async () => {
      await turnOn();
      const half = await startSignIn();
      expect(await identify(half)).toBeNull();
      const wrong = team.runtime.services.signIn.confirm({ code: "000000" }, authRequest(half));
      await expect(wrong).rejects.toEqual(refused(422, "wrong_secret"));
    });

    it("names in the audit log who gave the right password and a wrong code, and nobody for a made-up sign-in", async () => {
      await turnOn();
      const half = await startSignIn();
      const forged = half.replace(/(two_factor=)[^;]+/, "$1made-up");
      for (const [cookie, factor] of [
        [half, { code: "000000" }],
        [half, { recoveryCode: "not-a-code" }],
        [forged, { code: "000000" }],
      ] as const) {
        await team.runtime.services.signIn.confirm(factor, authRequest(cookie)).catch(() => {});
      }
      const { events } = await team.runtime.services.audit.list({ limit: 50, action: "session.failed" });
      expect(events.map(({ actorKind, actorName, changes }) => [actorKind, actorName, changes[0]?.after])).toEqual([
        ["nobody", "", "code of the app"],
        ["nobody", OWNER.email, "recovery code"],
        ["nobody", OWNER.email, "code of the app"],
      ]);
    });

    it("takes each code once, also from two sign-ins at the same moment", async () => {
      const { uri } = await turnOn();
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
      const code = codeOf(uri);
      const halves = [await startSignIn(), await startSignIn()];
      const results = await Promise.allSettled(
        halves.map((half) => team.runtime.services.signIn.confirm({ code }, authRequest(half))),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });

    it("takes each recovery code once, and new ones end the old", async () => {
      const { recoveryCodes, cookie } = await turnOn();
      const [first = "", second = ""] = recoveryCodes;
      const use = async (recoveryCode: string) =>
        team.runtime.services.signIn.confirm({ recoveryCode }, authRequest(await startSignIn()));
      await expect(use(first)).resolves.toEqual({ next: "signed-in" });
      await expect(use(first)).rejects.toEqual(refused(422, "wrong_secret"));
      const third = recoveryCodes[2] ?? "";
      const atOnce = await Promise.allSettled([use(third), use(third), use(third)]);
      expect(atOnce.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const result of atOnce) if (result.status === "rejected") expect(result.reason.status).toBe(422);
      const fresh = await team.runtime.services.me.makeRecoveryCodes(OWNER.password, team.owner, authRequest(cookie));
      await expect(use(second)).rejects.toEqual(refused(422, "wrong_secret"));
      await expect(use(fresh[0] ?? "")).resolves.toEqual({ next: "signed-in" });
    });

    it("stops guessing after five codes of one sign-in", async () => {
      await turnOn();
      const half = await startSignIn();
      const guess = (code: string) => team.runtime.services.signIn.confirm({ code }, authRequest(half));
      for (const code of ["000001", "000002", "000003", "000004", "000005"]) {
        await expect(guess(code)).rejects.toEqual(refused(422, "wrong_secret"));
      }
      await expect(guess("000006")).rejects.toEqual(refused(401, "start_again"));
    });

    it("changes nothing before the first code is right, and asks for the password to be turned off", async () => {
      const { me, signIn } = team.runtime.services;
      await me.startTotp(OWNER.password, team.owner, authRequest(team.cookie));
      expect(await signIn.signIn(OWNER, authRequest())).toEqual({ next: "signed-in" });
      const { cookie } = await turnOn();
      const wrong = me.disableTotp("not the password", team.owner, authRequest(cookie));
      await expect(wrong).rejects.toEqual(refused(422, "wrong_secret"));
      await me.disableTotp(OWNER.password, team.owner, authRequest(cookie));
      expect(await signIn.signIn(OWNER, authRequest())).toEqual({ next: "signed-in" });
    });
  });

  describe("sessions", () => {
    it("end at once: one by one, all others, and all others with a new password", async () => {
      const { me } = team.runtime.services;
      const [second, third] = [await team.signIn(OWNER), await team.signIn(OWNER)];
      const { sessions } = await me.listSessions(team.owner, authRequest(team.cookie));
      expect(sessions).toHaveLength(3);
      expect(sessions.filter(({ current }) => current)).toHaveLength(1);
      const [newest] = sessions;
      await me.endSession(newest?.id ?? "", team.owner);
      expect(await identify(third)).toBeNull();
      expect(await me.endOtherSessions(team.owner, authRequest(team.cookie))).toBe(1);
      expect(await identify(second)).toBeNull();

      const elsewhere = await team.signIn(OWNER);
      const request = authRequest(team.cookie);
      const change = { currentPassword: OWNER.password, newPassword: "quite another password" };
      await me.changePassword(change, team.owner, request);
      expect(await identify(elsewhere)).toBeNull();
      expect(await identify(cookieOf(request))).not.toBeNull();
    });

    it("of somebody else cannot be ended by knowing their id", async () => {
      const { me } = team.runtime.services;
      const viewer = await addMember("viewer");
      const [session] = (await me.listSessions(team.owner, authRequest(team.cookie))).sessions;
      await expect(me.endSession(session?.id ?? "", viewer)).rejects.toEqual(refused(404, "not_found"));
      expect(await identify(team.cookie)).not.toBeNull();
    });
  });

  describe("links", () => {
    it("let one person in, however many try at once", async () => {
      const { links, signIn } = team.runtime.services;
      const { token } = await links.invite({ role: "viewer", expiresInHours: 1 }, team.owner);
      const results = await Promise.allSettled(
        [1, 2, 3].map((index) =>
          signIn.acceptLink(
            { token, name: `N${index}`, email: `n${index}@banwatch.example`, password: PASSWORD },
            authRequest(),
          ),
        ),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect((await team.runtime.services.people.list()).people).toHaveLength(2);
    });

    it("for an address are for that address, and stop working when revoked or over", async () => {
      const { links, signIn } = team.runtime.services;
      const email = "ada@banwatch.example";
      const pinned = await links.invite({ role: "viewer", email, expiresInHours: 1 }, team.owner);
      const other = { name: "Eve", email: "eve@banwatch.example", password: PASSWORD };
      await signIn.acceptLink({ token: pinned.token, ...other }, authRequest());
      const emails = (await team.runtime.services.people.list()).people.map((person) => person.email);
      expect(emails).toEqual([OWNER.email, email]);

      const revoked = await links.invite({ role: "viewer", expiresInHours: 1 }, team.owner);
      await links.revoke(revoked.link.id, team.owner);
      await expect(signIn.readLink(revoked.token, authRequest())).rejects.toEqual(refused(404, "not_found"));

      const old = await links.invite({ role: "viewer", expiresInHours: 1 }, team.owner);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
      await expect(signIn.readLink(old.token, authRequest())).rejects.toEqual(refused(404, "not_found"));
    });

    it("are told apart in the audit log when they are revoked: by address, by role, by person", async () => {
      const { links, people, audit } = team.runtime.services;
      const viewer = await addMember("viewer");
      const admin = await addMember("admin");
      const email = "ada@banwatch.example";
      for (const invitation of [{ role: "operator", email } as const, { role: "operator" } as const]) {
        const { link } = await links.invite({ ...invitation, expiresInHours: 1 }, team.owner);
        await links.revoke(link.id, team.owner);
        await links.invite({ ...invitation, expiresInHours: 1 }, admin);
      }
      const { link } = await links.createReset(viewer.id, team.owner);
      await links.revoke(link.id, team.owner);
      await links.createReset(viewer.id, admin);
      await people.remove(admin.id, team.owner);
      const { events } = await audit.list({ limit: 50, action: "link.revoked" });
      expect(events.map(({ targetName }) => targetName).reverse()).toEqual([
        ...[email, "invitation: operator", "The viewer"],
        ...[email, "invitation: operator", "The viewer"],
      ]);
    });

    it("for a new password end every session and take the second factor off", async () => {
      const { links, signIn, me } = team.runtime.services;
      const viewer = await addMember("viewer");
      const setup = await me.startTotp(PASSWORD, viewer, authRequest(viewer.cookie));
      await me.confirmTotp(codeOf(setup.uri), viewer, authRequest(viewer.cookie));
      const { token } = await links.createReset(viewer.id, team.owner);
      const replacing = await links.createReset(viewer.id, team.owner);
      await expect(signIn.readLink(token, authRequest())).rejects.toEqual(refused(404, "not_found"));
      const guess = { email: "viewer@banwatch.example", password: "a guess" };
      for (let index = 0; index < 11; index += 1) await signIn.signIn(guess, authRequest()).catch(() => {});
      const password = "the new password they chose";
      const answer = await signIn.acceptLink({ token: replacing.token, password }, authRequest());
      expect(answer).toEqual({ next: "signed-in" });
      expect(await identify(viewer.cookie)).toBeNull();
      const old = { email: "viewer@banwatch.example", password: PASSWORD };
      await expect(signIn.signIn(old, authRequest())).rejects.toEqual(refused(401, "wrong_credentials"));
    });
  });

  describe("roles", () => {
    it("are given and taken by nobody below them", async () => {
      const { links, people } = team.runtime.services;
      const admin = await addMember("admin");
      await expect(links.invite({ role: "owner", expiresInHours: 1 }, admin)).rejects.toEqual(
        refused(403, "forbidden"),
      );
      await expect(people.changeRole(admin.id, "owner", admin)).rejects.toEqual(refused(403, "forbidden"));
      await expect(people.changeRole(team.owner.id, "viewer", admin)).rejects.toEqual(refused(403, "forbidden"));
      await expect(people.remove(team.owner.id, admin)).rejects.toEqual(refused(403, "forbidden"));
      await expect(links.createReset(team.owner.id, admin)).rejects.toEqual(refused(403, "forbidden"));
    });

    it("take effect at the next request", async () => {
      const viewer = await addMember("viewer");
      await team.runtime.services.people.changeRole(viewer.id, "operator", team.owner);
      expect((await identify(viewer.cookie))?.role).toBe("operator");
    });

    it("leave at least one owner, also when two owners remove each other at once", async () => {
      const { people } = team.runtime.services;
      await expect(people.remove(team.owner.id, team.owner)).rejects.toEqual(refused(409, "last_owner"));
      await expect(people.changeRole(team.owner.id, "admin", team.owner)).rejects.toEqual(refused(409, "last_owner"));
      const second = await addMember("owner", "second@banwatch.example");
      const results = await Promise.allSettled([
        people.remove(team.owner.id, second),
        people.remove(second.id, team.owner),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect((await people.list()).people.filter(({ role }) => role === "owner")).toHaveLength(1);
    });
  });

  describe("what somebody handed out", () => {
    const handOut = async () => {
      const { links, tokens } = team.runtime.services;
      const admin = await addMember("admin");
      const invitation = await links.invite({ role: "admin", expiresInHours: 1 }, admin);
      const { token: high, apiToken } = await tokens.create({ name: "high", role: "admin" }, admin);
      const behind: Actor = { ...admin, kind: "token", id: apiToken.id };
      const { token: nested } = await tokens.create({ name: "nested", role: "viewer" }, behind);
      const own = await tokens.create({ name: "own", role: "admin" }, team.owner);
      return { admin, invitation, high, nested, own: own.token };
    };

    it.each(["removed", "lowered"])("is taken back when they are %s, also what a token of theirs made", async (how) => {
      const { people, signIn, tokens } = team.runtime.services;
      const { admin, invitation, high, nested, own } = await handOut();
      if (how === "removed") await people.remove(admin.id, team.owner);
      else await people.changeRole(admin.id, "operator", team.owner);
      expect([high, nested].map((text) => tokens.find(text))).toEqual([null, null]);
      expect(tokens.find(own)).not.toBeNull();
      await expect(signIn.readLink(invitation.token, authRequest())).rejects.toEqual(refused(404, "not_found"));
      const actions = await actionsOf(team.owner.id);
      expect(actions.filter((action) => action === "token.revoked")).toHaveLength(2);
      expect(actions.filter((action) => action === "link.revoked")).toHaveLength(1);
    });

    it("stays while they are as high, and when the change is refused", async () => {
      const { people, signIn, tokens } = team.runtime.services;
      const { admin, invitation, high } = await handOut();
      await people.changeRole(admin.id, "owner", team.owner);
      const { token } = await tokens.create({ name: "the last one's", role: "admin" }, team.owner);
      await people.changeRole(team.owner.id, "admin", team.owner);
      expect(tokens.find(token)).not.toBeNull();
      await expect(people.remove(admin.id, { ...team.owner, role: "owner" })).rejects.toEqual(
        refused(409, "last_owner"),
      );
      expect(tokens.find(high)).not.toBeNull();
      await expect(signIn.readLink(invitation.token, authRequest())).resolves.toMatchObject({ role: "admin" });
    });
  });

  it("a link for a new password ends with the role that it was made for, and with who made it", async () => {
    const { links, people, signIn } = team.runtime.services;
    const viewer = await addMember("viewer");
    const admin = await addMember("admin");
    const before = await links.createReset(viewer.id, admin);
    await people.changeRole(viewer.id, "owner", team.owner);
    await people.changeRole(viewer.id, "viewer", team.owner);
    await expect(signIn.readLink(before.token, authRequest())).rejects.toEqual(refused(404, "not_found"));

    const bySystem = await links.createResetFor("viewer@banwatch.example", SYSTEM);
    await expect(signIn.readLink(bySystem.token, authRequest())).resolves.toMatchObject({ person: "The viewer" });
    // By an admin who is out already, as one whose request was under way when they were removed.
    await people.remove(admin.id, team.owner);
    const late = await links.createReset(viewer.id, admin);
    const change = { token: late.token, password: "a password of the admin" };
    await expect(signIn.acceptLink(change, authRequest())).rejects.toEqual(refused(404, "not_found"));
    const { events } = await team.runtime.services.audit.list({ limit: 50, action: "link.created" });
    expect(events[0]?.targetName).toBe("The viewer");
  });

  it("a person keeps the newest 50 sessions, and no more of a browser's name than it needs", async () => {
    const { signIn, me } = team.runtime.services;
    for (let index = 0; index < 50; index += 1) {
      const request = authRequest();
      request.requestHeaders.set("user-agent", "x".repeat(5_000));
      await signIn.signIn(OWNER, request);
    }
    expect(await identify(team.cookie)).toBeNull();
    const { sessions } = await me.listSessions(team.owner, authRequest(await team.signIn(OWNER)));
    expect(sessions).toHaveLength(50);
    expect(sessions.at(-1)?.userAgent).toBe("x".repeat(200));
    // Fifty passwords, each hashed as slowly as it has to be.
  }, 60_000);

  it("a person renames themselves 30 times in a while, not more", async () => {
    const rename = () => team.runtime.services.me.rename("Ada", team.owner, authRequest(team.cookie));
    for (let index = 0; index < 30; index += 1) await rename();
    await expect(rename()).rejects.toEqual(refused(429, "too_many_attempts"));
  });

  it("somebody who is removed is out at once, with the keys that belong to them", async () => {
    const { people, accounts, proxyKeys } = team.runtime.services;
    const viewer = await addMember("viewer");
    const account = await accounts.create({ name: "sandbox", provider: "sandbox", saveUnchecked: true }, team.owner);
    const request = { accountId: account.id, label: "Vi's script", personId: viewer.id };
    await proxyKeys.create(request, team.owner);
    await people.remove(viewer.id, team.owner);
    expect(await identify(viewer.cookie)).toBeNull();
    expect((await proxyKeys.list({})).keys.map(({ state }) => state)).toEqual(["revoked"]);
    expect(await actionsOf(team.owner.id)).toEqual(expect.arrayContaining(["person.removed", "proxy-key.revoked"]));
  });
});

describe("an installation that nobody owns", () => {
  it("gets one owner, however many try at once", async () => {
    const dataDir = makeDataDir();
    const runtime = await createRuntime({ BANWATCH_DATA_DIR: dataDir, BANWATCH_LOG_LEVEL: "silent" });
    expect(runtime.access.ownership()).toBe("unowned");
    const results = await Promise.allSettled(
      ["a", "b", "c"].map((name) =>
        runtime.services.signIn.setUpOwner(
          { name, email: `${name}@banwatch.example`, password: PASSWORD },
          authRequest(),
        ),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(runtime.access.ownership()).toBe("owned");
    expect((await runtime.services.people.list()).people).toHaveLength(1);
    await runtime.close();
    removeDataDir(dataDir);
  });

  it("asks for the code of its log where others can reach it, and counts wrong ones", async () => {
    const dataDir = makeDataDir();
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const runtime = await createRuntime({
      BANWATCH_DATA_DIR: dataDir,
      BANWATCH_LOG_LEVEL: "silent",
      BANWATCH_PUBLIC_URL: "https://banwatch.example.com",
    });
    const code = /code ([0-9A-F-]+)/.exec(printed.mock.calls.map(([text]) => String(text)).join(""))?.[1] ?? "";
    printed.mockRestore();
    expect(runtime.access.ownership()).toBe("unowned-needs-code");
    const owner = { name: "Ada", email: "ada@banwatch.example", password: PASSWORD };
    const { signIn } = runtime.services;
    for (const wrong of [undefined, "", "00000-00000-00000-00000"]) {
      await expect(signIn.setUpOwner({ ...owner, code: wrong }, authRequest())).rejects.toEqual(
        refused(403, "wrong_code"),
      );
    }
    await expect(signIn.setUpOwner({ ...owner, code: code.toLowerCase() }, authRequest())).resolves.toEqual({
      next: "signed-in",
    });
    await runtime.close();
    removeDataDir(dataDir);
  });
});
