/** Whether a key or a token that Banwatch issued still opens anything. */
export const ISSUED_STATES = ["active", "expired", "revoked"] as const;
export type IssuedState = (typeof ISSUED_STATES)[number];

/** What is known of the end of a secret, in UTC epoch milliseconds. */
export interface IssuedEnd {
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
}

/** The state at an instant. At `expiresAtMs` it is over; what was revoked never says that it is expired. */
export function issuedState({ expiresAtMs, revokedAtMs }: IssuedEnd, nowMs: number): IssuedState {
  if (revokedAtMs !== null) return "revoked";
  return expiresAtMs !== null && nowMs >= expiresAtMs ? "expired" : "active";
}
