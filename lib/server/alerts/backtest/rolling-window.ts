/** Calls of one step of time, and the errors among them. */
export interface Counts {
  readonly calls: number;
  readonly errors: number;
}

/** The sum over the last steps. */
export interface RollingWindow {
  /** Goes one step on. @returns the sum with the new step in it */
  slide(step: Counts): Counts;
  /** Whether nothing is in it. */
  isEmpty(): boolean;
}

export const NOTHING: Counts = { calls: 0, errors: 0 };

/** @param steps how many it reaches over, at least 1 */
export function createRollingWindow(steps: number): RollingWindow {
  const ring = new Array<Counts>(steps).fill(NOTHING);
  let place = 0;
  let calls = 0;
  let errors = 0;
  return {
    slide: (step) => {
      const oldest = ring[place] ?? NOTHING;
      calls += step.calls - oldest.calls;
      errors += step.errors - oldest.errors;
      ring[place] = step;
      place = (place + 1) % steps;
      return { calls, errors };
    },
    isEmpty: () => calls === 0,
  };
}
