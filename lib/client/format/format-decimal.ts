const MAX_FRACTION_DIGITS = 4;

/**
 * A decimal string as people of a language write it: `1234567.5` becomes `1,234,567.5`.
 *
 * Exact: it never passes through a float, so a balance of 24 digits keeps each of them. Digits beyond the fourth
 * decimal are cut, not rounded: more money than there is must never be shown.
 *
 * @param text as `decimalText` of the contracts
 * @param leastFractionDigits 2 for money
 * @throws {RangeError} if `text` is not a decimal string
 */
export function formatDecimal(text: string, locale: string, leastFractionDigits = 0): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal string: ${JSON.stringify(text.slice(0, 60))}`);
  const [, sign = "", whole = "", fraction = ""] = match;
  const shown = fraction.slice(0, MAX_FRACTION_DIGITS).replace(/0+$/, "").padEnd(leastFractionDigits, "0");
  const integer = `${sign}${new Intl.NumberFormat(locale).format(BigInt(whole))}`;
  return shown === "" ? integer : `${integer}${decimalSeparator(locale)}${shown}`;
}

/** How many decimals a unit is written with at least: money has cents, points have none. */
export function leastFractionDigitsOf(unit: string): number {
  return /^[A-Z]{3}$/.test(unit) ? 2 : 0;
}

function decimalSeparator(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5);
  return parts.find(({ type }) => type === "decimal")?.value ?? ".";
}
