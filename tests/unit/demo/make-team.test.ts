import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { DemoApi } from "@/lib/cli/demo/demo-api";
import { makeTeam, TEAM } from "@/lib/cli/demo/make-team";

const NOW_MS = Date.UTC(2026, 10, 22, 15);
const PARTS = { password: "a password of the demo", accountId: "account-0", nowMs: NOW_MS };

interface Row extends Record<string, unknown> {
  readonly id: string;
}

/** What the API would remember. `breakAt` lets the n-th change fail, as if the demo had been stopped there. */
function createMemoryApi() {
  const people: Row[] = [];
  const keys: Row[] = [];
  const changes: string[] = [];
  let links: (Row & { token: string })[] = [];
  let breakAt = Number.POSITIVE_INFINITY;

  const change = (what: string) => {
    if (changes.length >= breakAt) throw new Error("stopped");
    changes.push(what);
  };

  const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
    "/api/people": () => ({ people }),
    "/api/proxy-keys": () => ({ keys }),
    "/api/invitations": () => ({ invitations: links }),
    "POST /api/invitations": ({ email, role }) => {
      const link = { id: randomUUID(), email, role, token: randomUUID() };
      links.push(link);
      return { link, token: link.token };
    },
    "POST /api/links/use": ({ token, name, password }) => {
      const link = links.find((candidate) => candidate.token === token);
      if (link === undefined) throw new Error("no such link");
      links = links.filter((other) => other !== link);
      people.push({ id: randomUUID(), name, email: link.email, role: link.role, password });
      return { next: "signed-in" };
    },
    "POST /api/proxy-keys": (body) => {
      const proxyKey = { id: randomUUID(), state: "active", ...body };
      keys.push(proxyKey);
      return { proxyKey, key: "bw_" };
    },
  };
  const answer = (what: string, body: Record<string, unknown> = {}) => answers[what]?.(body) as never;
  const api: DemoApi = {
    get: async (path) => answer(path),
    post: async (path, body) => {
      change(path);
      return answer(`POST ${path}`, body as Record<string, unknown>);
    },
    remove: async (path) => {
      change(path);
      const id = path.split("/").at(-1);
      links = links.filter((link) => link.id !== id);
      for (const key of keys) if (key.id === id) key.state = "revoked";
    },
  };
  return {
    api,
    people,
    keys,
    changes,
    openLinks: () => links,
    breakAfter: (count: number) => {
      breakAt = count;
    },
  };
}

it("lets everybody of the team in with the role that they were invited with, and leaves one link open", async () => {
  const { api, people, openLinks } = createMemoryApi();
  await makeTeam(api, PARTS);
  expect(people).toMatchObject(TEAM.map((member) => ({ ...member, password: PARTS.password })));
  expect(openLinks()).toHaveLength(1);
});

it("issues a key to a person, with an end, and one that is revoked", async () => {
  const { api, people, keys } = createMemoryApi();
  await makeTeam(api, PARTS);
  const [persons, retired] = keys;
  expect(persons).toMatchObject({ personId: people[0]?.id, state: "active" });
  expect(Number(persons?.expiresAtMs)).toBeGreaterThan(NOW_MS);
  expect(retired).toMatchObject({ state: "revoked" });
});

it("makes nothing twice, and takes up what was broken off at any point", async () => {
  const whole = createMemoryApi();
  await makeTeam(whole.api, PARTS);
  for (let stop = 0; stop <= whole.changes.length; stop += 1) {
    const broken = createMemoryApi();
    broken.breakAfter(stop);
    await makeTeam(broken.api, PARTS).catch(() => undefined);
    broken.breakAfter(Number.POSITIVE_INFINITY);
    await makeTeam(broken.api, PARTS);
    expect(broken.people.map(({ email }) => email)).toEqual(TEAM.map(({ email }) => email));
    expect(broken.openLinks()).toHaveLength(1);
    expect(broken.keys.map(({ state }) => state)).toEqual(["active", "revoked"]);
    const settled = broken.changes.length;
    await makeTeam(broken.api, PARTS);
    expect(broken.changes).toHaveLength(settled);
  }
});
