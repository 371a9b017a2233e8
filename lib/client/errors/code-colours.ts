import { DOCUMENTED_CODES, isDocumentedCode } from "@/lib/domain/catalogue";

/** The categories of the palette in app/globals.css. There are as many as documented codes, so each has its own. */
const PALETTE = DOCUMENTED_CODES.map((_, index) => `var(--color-chart-${index + 1})`);

/** The colour of what is left over once every category is taken. */
export const OTHER_COLOUR = "var(--color-chart-other)";

/** CSS colours by code. A code without one is drawn as "other". */
export type CodeColours = ReadonlyMap<string, string>;

/**
 * Gives each code a colour of its own while there are any.
 *
 * A documented code has the same colour everywhere and always. The others take what the documented codes of this period
 * leave free, the most frequent first in being chosen; which of the free colours a code gets hangs on its name, not on
 * its rank, so that a live chart does not swap colours when one code overtakes another.
 *
 * @param rankedCodes distinct codes, the most frequent first
 */
export function assignCodeColours(rankedCodes: readonly string[]): CodeColours {
  const colours = new Map<string, string>();
  const free = new Set(PALETTE.keys());
  for (const code of rankedCodes.filter(isDocumentedCode)) {
    const slot = DOCUMENTED_CODES.indexOf(code);
    free.delete(slot);
    colours.set(code, PALETTE[slot] ?? OTHER_COLOUR);
  }
  const chosen = rankedCodes.filter((code) => !isDocumentedCode(code)).slice(0, free.size);
  for (const code of chosen.sort()) {
    const slot = nextFree(free, hash(code) % PALETTE.length);
    free.delete(slot);
    colours.set(code, PALETTE[slot] ?? OTHER_COLOUR);
  }
  return colours;
}

/** The colour of a code that may not be in the period that the colours were assigned for. */
export function colourOf(colours: CodeColours, code: string): string {
  const known = colours.get(code);
  if (known !== undefined) return known;
  return isDocumentedCode(code) ? (PALETTE[DOCUMENTED_CODES.indexOf(code)] ?? OTHER_COLOUR) : OTHER_COLOUR;
}

function nextFree(free: ReadonlySet<number>, preferred: number): number {
  for (let step = 0; step < PALETTE.length; step++) {
    const slot = (preferred + step) % PALETTE.length;
    if (free.has(slot)) return slot;
  }
  return preferred;
}

// FNV-1a, 32 bits: spreads names that differ in one letter.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
