import type { AlertTiming, EpochMs } from "./state";

/** When what cannot be measured since `sinceMs` counts as over; null where it never does, or is measured. */
export const noDataOverMs = (
  sinceMs: EpochMs | null,
  { noDataEndMs }: Pick<AlertTiming, "noDataEndMs">,
): EpochMs | null => (sinceMs === null || noDataEndMs === null ? null : sinceMs + noDataEndMs);
