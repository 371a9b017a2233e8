import { allows, type Role } from "@/lib/domain/roles";
import { RequestError } from "../request-error";
import type { Actor } from "../team/actor";

/**
 * Who may use a route. A role stands for itself and all above it, people and tokens alike.
 * - `person`: whoever is signed in, with whatever role; a token is refused, for it has no profile.
 * - `anyone`: no sign-in is asked for.
 * - `program`: a call to the provider, which is let in by the key in its body (lib/server/proxy).
 */
export type Access = Role | "person" | "anyone" | "program";

/** Whom a route that declares `A` is given: nobody has to be signed in for the open ones. */
export type ActorFor<A extends Access> = A extends "anyone" | "program" ? Actor | null : Actor;

/** @throws {RequestError} 401 for who is not signed in, 403 for who is not allowed to */
export function assertAccess(access: Access, actor: Actor | null): void {
  if (access === "anyone" || access === "program") return;
  if (actor === null) throw new RequestError(401, "signed_out", "Sign in first, or send an API token that is valid.");
  if (access === "person") {
    if (actor.kind === "person") return;
    throw new RequestError(403, "forbidden", "This is about the person who is signed in. A token has no profile.");
  }
  if (!allows(actor.role, access)) {
    throw new RequestError(403, "forbidden", `This needs the role ${access} or above. Yours is ${actor.role}.`);
  }
}
