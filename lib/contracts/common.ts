import { z } from "zod";
import { BALANCE_LEVELS } from "@/lib/domain/balance";
import { PERIOD_IDS } from "@/lib/domain/period";
import { PROVIDER_IDS } from "@/lib/domain/provider-presets";

/** An instant in UTC epoch milliseconds. */
export const epochMs = z.int().nonnegative();

/** A number of calls, errors or the like. */
export const count = z.int().nonnegative();

/** A decimal number as text, the way the provider wrote it: never a float. */
export const decimalText = z
  .string()
  .trim()
  .regex(/^-?\d{1,24}(\.\d{1,12})?$/, "must be a decimal number such as 5000 or 2.50");

/** One of the picker's periods. */
export const period = z.enum(PERIOD_IDS, { error: `must be one of ${PERIOD_IDS.join(", ")}` });

/** Where an answer came from: the provider, or Banwatch itself in one of three ways. */
export const origin = z.enum(["upstream", "held", "local", "transport"]);
export type Origin = z.infer<typeof origin>;

/** Who made a call: a program, Banwatch itself (balance look-ups and probes), or a rehearsal. */
export const callSource = z.enum(["program", "banwatch", "drill"]);
export type CallSource = z.infer<typeof callSource>;

export const providerId = z.enum(PROVIDER_IDS);

export const balanceLevel = z.enum(BALANCE_LEVELS);

/** For routes that take no query; whatever comes is ignored. */
export const emptyQuery = z.object({});
