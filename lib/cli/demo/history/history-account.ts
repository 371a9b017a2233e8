import type { CastMember } from "../cast";

/** A member of the cast as Banwatch knows it. */
export interface HistoryAccount {
  readonly id: string;
  readonly providerHost: string;
  readonly member: CastMember;
}
