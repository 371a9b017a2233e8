import type { Person } from "@/lib/contracts/people";
import type { Viewer } from "@/lib/contracts/session";
import { allows, grantableRoles, type Role } from "@/lib/domain/roles";

/**
 * What may be offered about a person. Only a courtesy: the server refuses the rest all the same, the removal of the last
 * owner too.
 */
export interface PersonOptions {
  /** The roles that can be given; empty when it is not the viewer's to change. */
  readonly roles: readonly Role[];
  readonly canRemove: boolean;
  /** Without a password here there is none to choose anew. */
  readonly canReset: boolean;
}

const NOTHING: PersonOptions = { roles: [], canRemove: false, canReset: false };

/** Nobody changes or removes somebody above themselves, and nobody removes themselves. */
export function readPersonOptions(viewer: Viewer, person: Person): PersonOptions {
  if (!allows(viewer.role, "admin") || !allows(viewer.role, person.role)) return NOTHING;
  return {
    roles: grantableRoles(viewer.role),
    canRemove: person.id !== viewer.id,
    canReset: person.password && person.id !== viewer.id,
  };
}

/** Whether a row is to say where the viewer changes the own password: nobody makes a link for themselves. */
export const changesOwnPassword = (viewer: Pick<Viewer, "id">, person: Pick<Person, "id" | "password">): boolean =>
  person.password && person.id === viewer.id;
