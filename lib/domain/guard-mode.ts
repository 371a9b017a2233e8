/**
 * What the guard does (DESIGN §3). enforce: holds calls during a cooldown. observe: timers and alerts, holds nothing.
 * off: takes no notice of an account at all.
 */
export const GUARD_MODES = ["enforce", "observe", "off"] as const;

export type GuardMode = (typeof GUARD_MODES)[number];

/** The mode of an account: its own, or the installation's where it has none. */
export const effectiveMode = (own: GuardMode | null, installation: GuardMode): GuardMode => own ?? installation;
