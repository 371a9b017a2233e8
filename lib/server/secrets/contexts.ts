/** Ties an account's key to its row, so that its cipher text can't be moved to another one. */
export const accountKeyContext = (id: string): string => `account ${id}`;

/** Recovery codes are encrypted before better-auth tells whose they are, so it is the same for everybody. */
export const RECOVERY_CODES_CONTEXT = "recovery codes";

/** Ties a channel's secrets to its row. */
export const channelSecretsContext = (id: string): string => `channel ${id}`;

/** Ties a browser's push address and keys to their row. */
export const pushSubscriptionContext = (id: string): string => `push subscription ${id}`;

/** The address that the heartbeat is sent to. */
export const HEARTBEAT_CONTEXT = "heartbeat";

/** The private half of the key pair that browsers know this installation by. */
export const VAPID_KEY_CONTEXT = "vapid key";
