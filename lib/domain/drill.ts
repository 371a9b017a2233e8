/** The rehearsal of a ban, in the order in which it is played; the last three are its ends. */
export const DRILL_STEPS = ["errors", "banned", "calling-on", "recovering", "done", "stopped", "failed"] as const;

export type DrillStep = (typeof DRILL_STEPS)[number];

/** The steps that take time, each of which can be the last one reached. */
export const PLAYED_STEPS = ["errors", "banned", "calling-on", "recovering"] as const satisfies readonly DrillStep[];

export type PlayedStep = (typeof PLAYED_STEPS)[number];

/**
 * What kept a rehearsal from being played as written.
 * - not-held: the guard holds nothing for this account, so the program stopped calling by itself. It was played to its end.
 * - no-ban: the sandbox did not ban.
 * - not-over: the cooldown had not ended in time.
 * - not-recovered: it ended, and no call succeeded afterwards.
 * - account-changed: the account was archived or leads elsewhere now.
 * - proxy-keys-only: the account refuses its own key now.
 * - closing: Banwatch was stopped.
 * - unexpected: something broke; the log says what.
 */
export const DRILL_PROBLEMS = [
  "not-held",
  "no-ban",
  "not-over",
  "not-recovered",
  "account-changed",
  "proxy-keys-only",
  "closing",
  "unexpected",
] as const;

export type DrillProblem = (typeof DRILL_PROBLEMS)[number];

/**
 * Why none can be played now.
 * - no-account: nobody has a sandbox account.
 * - proxy-keys-only: each of them takes only proxy keys.
 * - account-held: each that takes its own key is held by a cooldown of its own.
 * - address-banned: the sandbox bans the address now, and with it all of them.
 */
export const DRILL_OBSTACLES = ["no-account", "proxy-keys-only", "account-held", "address-banned"] as const;

export type DrillObstacle = (typeof DRILL_OBSTACLES)[number];
