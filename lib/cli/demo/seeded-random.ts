/** Numbers evenly in [0, 1), the same ones for the same seed (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Weighted {
  readonly weight: number;
}

/** One of `choices`, each as often as its weight says. */
export function pickWeighted<Choices extends readonly [Weighted, ...Weighted[]]>(
  choices: Choices,
  random: () => number,
): Choices[number] {
  let left = random() * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const choice of choices) {
    left -= choice.weight;
    if (left < 0) return choice;
  }
  return choices[0];
}

/** A number from `low` to `high`. */
export const between = (low: number, high: number, random: () => number): number => low + random() * (high - low);
