/** Ties an account's key to its row, so that its cipher text can't be moved to another one. */
export const accountKeyContext = (id: string): string => `account ${id}`;

/** Recovery codes are encrypted before better-auth tells whose they are, so it is the same for everybody. */
export const RECOVERY_CODES_CONTEXT = "recovery codes";
