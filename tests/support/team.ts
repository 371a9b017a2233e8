import type { Role } from "@/lib/domain/roles";
import { sendJson } from "./api";
import { signIn } from "./owner";

let people = 0;

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** The value of the Cookie header of their session. */
  readonly cookie: string;
}

/** Invites somebody and accepts for them, as they would in their browser. */
export async function addMember(origin: string, role: Role): Promise<Member> {
  people += 1;
  const email = `${role}-${people}@banwatch.example`;
  const password = `a long password of ${role}`;
  const { token } = await sendJson<{ token: string }>("POST", `${origin}/api/invitations`, { role });
  const accepted = await fetch(`${origin}/api/links/use`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name: `The ${role}`, email, password }),
  });
  if (!accepted.ok) throw new Error(`the invitation answered ${accepted.status}: ${await accepted.text()}`);
  const cookie = await signIn(origin, { email, password });
  const me = await fetch(`${origin}/api/me`, { headers: { cookie } });
  const { viewer } = (await me.json()) as { viewer: { id: string } };
  return { id: viewer.id, email, password, cookie };
}

/** @returns the token, as `Authorization: Bearer` takes it */
export async function addToken(origin: string, role: Exclude<Role, "owner">): Promise<string> {
  people += 1;
  const { token } = await sendJson<{ token: string }>("POST", `${origin}/api/tokens`, {
    name: `${role} token ${people}`,
    role,
  });
  return token;
}
