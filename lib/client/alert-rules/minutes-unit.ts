export interface MinutesInUnit {
  readonly value: number;
  readonly unit: "minute" | "hour" | "day";
}

/** Minutes in the largest unit that leaves no rest: 120 are 2 hours, 90 stay 90 minutes. */
export function inLargestUnit(minutes: number): MinutesInUnit {
  if (minutes >= 1_440 && minutes % 1_440 === 0) return { value: minutes / 1_440, unit: "day" };
  if (minutes >= 60 && minutes % 60 === 0) return { value: minutes / 60, unit: "hour" };
  return { value: minutes, unit: "minute" };
}
