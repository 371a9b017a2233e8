/** The five fields of a cron expression, in their order. */
export const CRON_FIELDS = ["minute", "hour", "dayOfMonth", "month", "dayOfWeek"] as const;
export type CronField = (typeof CRON_FIELDS)[number];

/** One part of a field; values as the numbers that cron has them as, days of the week from 0 (Sunday) to 6. */
export type CronPart =
  | { readonly kind: "every" }
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "step"; readonly step: number; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "last" }
  /** What has no plain words here; it is shown as it was typed. */
  | { readonly kind: "other"; readonly text: string };

export interface CronMeaning {
  readonly fields: readonly { readonly field: CronField; readonly parts: readonly CronPart[] }[];
  /** Both a day of the month and a day of the week are named: one of the two is enough (POSIX, crontab). */
  readonly eitherDay: boolean;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const RANGES: Readonly<Record<CronField, readonly [least: number, most: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  dayOfMonth: [1, 31],
  month: [1, 12],
  dayOfWeek: [0, 7],
};

/** What the fields of an expression say. @returns null for what does not have five fields */
export function readCron(expression: string): CronMeaning | null {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== CRON_FIELDS.length) return null;
  const fields = CRON_FIELDS.map((field, index) => ({
    field,
    parts: (texts[index] ?? "").split(",").map((text) => readPart(field, text)),
  }));
  return { fields, eitherDay: texts[2] !== "*" && texts[4] !== "*" };
}

function readPart(field: CronField, text: string): CronPart {
  const other: CronPart = { kind: "other", text };
  if (text === "*") return { kind: "every" };
  if (text.toUpperCase() === "L" && field === "dayOfMonth") return { kind: "last" };
  const [base = "", stepText, ...rest] = text.split("/");
  if (rest.length > 0) return other;
  const step = stepText === undefined ? null : readNumber(stepText, 1, 59);
  if (stepText !== undefined && step === null) return other;
  const [fromText = "", toText, ...more] = base.split("-");
  const from = base === "*" ? null : readValue(field, fromText);
  const to = toText === undefined ? null : readValue(field, toText);
  const isWrong = more.length > 0 || (base !== "*" && from === null) || (toText !== undefined && to === null);
  if (isWrong) return other;
  if (step !== null) return { kind: "step", step, from, to };
  if (from === null) return other;
  return to === null ? { kind: "value", value: from } : { kind: "range", from, to };
}

function readValue(field: CronField, text: string): number | null {
  const [least, most] = RANGES[field];
  const named = text.toUpperCase();
  if (field === "month" && MONTHS.includes(named)) return MONTHS.indexOf(named) + 1;
  if (field === "dayOfWeek" && DAYS.includes(named)) return DAYS.indexOf(named);
  const value = readNumber(text, least, most);
  // Sunday is both 0 and 7.
  return field === "dayOfWeek" && value === 7 ? 0 : value;
}

function readNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}
