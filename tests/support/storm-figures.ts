import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SeenCall } from "./watch-bans";

/** Where the test of the storm leaves its figures, below the checkout. */
export const FIGURES_PATH = "test-results/storm.json";

/** One run of the storm, measured at the provider. Instants are milliseconds since its start. */
export interface StormRun {
  readonly guard: "off" | "enforce";
  readonly lengthMs: number;
  readonly programs: number;
  /** A ban's length by the provider's rule, when nobody calls during it. */
  readonly banSeconds: number;
  /** How often the provider began a ban, or began its time anew since somebody called. */
  readonly bansBegun: number;
  readonly callsWhileBanned: number;
  readonly bannedMs: number;
  readonly heldCalls: number;
  readonly solved: number;
  readonly calls: readonly (Pick<SeenCall, "method" | "wasBanned"> & { readonly atMs: number })[];
  readonly bans: readonly { readonly fromMs: number; readonly untilMs: number }[];
  readonly solvedAtMs: readonly number[];
}

export function writeFigures(runs: readonly StormRun[]): void {
  mkdirSync(dirname(FIGURES_PATH), { recursive: true });
  writeFileSync(FIGURES_PATH, `${JSON.stringify(runs, null, 1)}\n`);
}

/** @throws when the test has not run */
export const readFigures = (): readonly StormRun[] => JSON.parse(readFileSync(FIGURES_PATH, "utf8"));
