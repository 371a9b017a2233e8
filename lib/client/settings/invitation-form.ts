import type { z } from "zod";
import { createInvitationRequest } from "@/lib/contracts/people";
import type { Role } from "@/lib/domain/roles";
import { toProblems } from "../form/field-problem";
import type { FieldProblems } from "./field-rule";

/** How long an invitation can last, in hours. */
export const INVITATION_HOURS = ["24", "72", "168", "720"] as const;
export type InvitationHours = (typeof INVITATION_HOURS)[number];

/** What a person chose and typed; an empty e-mail is for whoever has the link. */
export interface InvitationDraft {
  readonly role: Role;
  readonly email: string;
  readonly expiresInHours: InvitationHours;
}

export function checkInvitationDraft(draft: InvitationDraft): FieldProblems<keyof InvitationDraft> {
  const isRight = createInvitationRequest.shape.email.safeParse(orUndefined(draft.email)).success;
  return toProblems({ email: isRight ? null : "emailBad" });
}

/** The request that makes the link of a draft without problems. */
export const toCreateInvitationRequest = (draft: InvitationDraft): z.input<typeof createInvitationRequest> => ({
  role: draft.role,
  email: orUndefined(draft.email),
  expiresInHours: Number(draft.expiresInHours),
});

const orUndefined = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());
