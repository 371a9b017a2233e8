/** An instant that may be missing, from SQLite's 64 bits: epoch milliseconds are far below what a number holds. */
export const toNullableMs = (value: bigint | null): number | null => (value === null ? null : Number(value));
