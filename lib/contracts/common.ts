import { z } from "zod";
import { PERIODS, type Period } from "@/lib/domain/period";

/** An instant in UTC epoch milliseconds. */
export const epochMs = z.int().nonnegative();

/** A number of calls, errors or the like. */
export const count = z.int().nonnegative();

/** A decimal number as text, the way the provider wrote it: never a float. */
export const decimalText = z
  .string()
  .trim()
  .regex(/^-?\d{1,24}(\.\d{1,12})?$/, "must be a decimal number such as 5000 or 2.50");

const periodNames = Object.keys(PERIODS) as [Period, ...Period[]];

/** One of the picker's periods. */
export const period = z.enum(periodNames, { error: `must be one of ${periodNames.join(", ")}` });

/** Where an answer came from: the provider, or Banwatch itself in one of three ways. */
export const origin = z.enum(["upstream", "held", "local", "transport"]);
export type Origin = z.infer<typeof origin>;

export const providerId = z.enum([
  "ez-captcha",
  "yescaptcha",
  "capsolver",
  "capmonster",
  "anti-captcha",
  "2captcha",
  "custom",
  "sandbox",
]);

export const balanceLevel = z.enum(["ok", "low", "critical", "empty", "unknown"]);

/** For routes that take no query; whatever comes is ignored. */
export const emptyQuery = z.object({});
