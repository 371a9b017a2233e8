const ACCOUNTS = 200;

const keysOf = (server: string): readonly string[] =>
  Array.from({ length: ACCOUNTS }, (_, index) => `bench-flap-${server}-key-${String(index).padStart(6, "0")}`);

/**
 * Keys of accounts whose balance the simulated provider tells as nothing and as something by turns: each server that
 * asks has its own, or they would take each other's turns.
 */
export const FLAPPING_KEYS = { told: keysOf("told"), paused: keysOf("paused") };
