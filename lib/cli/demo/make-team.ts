import {
  type CreateInvitationRequest,
  invitationListResponse,
  personListResponse,
  signInLinkResponse,
} from "@/lib/contracts/people";
import { createProxyKeyResponse, proxyKeyListResponse } from "@/lib/contracts/proxy-keys";
import { signInResponse } from "@/lib/contracts/session";
import type { DemoApi } from "./demo-api";

/** Who works with the owner of the demo. They sign in with the owner's password. */
export const TEAM = [
  { name: "Mia Chen", email: "mia@banwatch.example", role: "admin" },
  { name: "Jonas Weber", email: "jonas@banwatch.example", role: "operator" },
  { name: "Priya Nair", email: "priya@banwatch.example", role: "viewer" },
] as const;

/** Has been sent a link and has not used it yet. */
const INVITED = { email: "sam@banwatch.example", role: "operator" } as const;

/** A key of a person, with an end, and the key of a program that was shut down. */
const PERSONS_KEY = "mia-notebook";
const RETIRED_KEY = "price-scraper-2025";
const DAY_MS = 86_400_000;

async function makePeople(api: DemoApi, password: string): Promise<void> {
  const { people } = await api.get("/api/people", personListResponse);
  const { invitations } = await api.get("/api/invitations", invitationListResponse);
  const invite = (request: Pick<CreateInvitationRequest, "email" | "role">) =>
    api.post("/api/invitations", request, signInLinkResponse);
  for (const { name, email, role } of TEAM) {
    if (people.some((person) => person.email === email)) continue;
    // Nobody knows the link any more that a demo left which was stopped at this point.
    for (const { id } of invitations.filter((link) => link.email === email)) await api.remove(`/api/invitations/${id}`);
    const { token } = await invite({ email, role });
    await api.post("/api/links/use", { token, name, password }, signInResponse);
  }
  if (!invitations.some(({ email }) => email === INVITED.email)) await invite(INVITED);
}

async function makeKeys(api: DemoApi, accountId: string, nowMs: number): Promise<void> {
  const { keys } = await api.get("/api/proxy-keys", proxyKeyListResponse);
  const { people } = await api.get("/api/people", personListResponse);
  const issue = (label: string, more: { personId?: string; expiresAtMs?: number }) =>
    api.post("/api/proxy-keys", { accountId, label, ...more }, createProxyKeyResponse);
  const find = (label: string) => keys.find((key) => key.label === label);
  if (find(PERSONS_KEY) === undefined) {
    const owner = people.find(({ email }) => email === TEAM[0].email);
    await issue(PERSONS_KEY, { personId: owner?.id, expiresAtMs: nowMs + 90 * DAY_MS });
  }
  const retired = find(RETIRED_KEY) ?? (await issue(RETIRED_KEY, {})).proxyKey;
  if (retired.state === "active") await api.remove(`/api/proxy-keys/${retired.id}`);
}

/**
 * Invites the team and lets it accept, and issues two more keys: all through the API, as people would. What is there
 * already is left as it is, so that it can be taken up again where it was broken off.
 *
 * @param accountId of the account that the keys are for
 */
export async function makeTeam(
  api: DemoApi,
  parts: { readonly password: string; readonly accountId: string; readonly nowMs: number },
): Promise<void> {
  await makePeople(api, parts.password);
  await makeKeys(api, parts.accountId, parts.nowMs);
}
