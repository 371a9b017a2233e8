import { z } from "zod";
import { callSource, count, epochMs, origin, period } from "./common";

const accountFilter = z.string().trim().min(1).max(100).describe("an account's name or id");
const codeFilter = z.string().min(1).max(200);

/** One origin, or all but `held`: during a ban the calls that are held outnumber everything else. */
export const originFilter = z.enum([...origin.options, "not-held"]);
export type OriginFilter = z.infer<typeof originFilter>;

export const errorListQuery = z
  .object({
    period: period.optional(),
    /** Narrows the list to a part of the period, a bar of the chart for one. */
    fromMs: z.coerce.number().pipe(epochMs).optional(),
    toMs: z.coerce.number().pipe(epochMs).optional(),
    code: codeFilter.optional(),
    account: accountFilter.optional(),
    /** The id of a proxy key. */
    key: z.string().trim().min(1).max(100).optional(),
    origin: originFilter.optional(),
    limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
    cursor: z.string().max(200).optional(),
  })
  .refine((query) => query.fromMs === undefined || query.toMs === undefined || query.fromMs < query.toMs, {
    path: ["fromMs"],
    message: "must be earlier than toMs",
  });
export type ErrorListQuery = z.infer<typeof errorListQuery>;

export const errorEvent = z.object({
  id: z.string(),
  atMs: epochMs,
  /** The account's name; null for a call whose key no account has. */
  account: z.string().nullable(),
  accountId: z.string().nullable(),
  /** The proxy key that the program called with, by id and label; null for the account's own key. */
  proxyKeyId: z.string().nullable(),
  proxyKey: z.string().nullable(),
  source: callSource,
  method: z.string(),
  /** As the provider spelled it. */
  code: z.string(),
  description: z.string(),
  errorId: z.string().nullable(),
  origin,
  /** 0 when no reply came. */
  httpStatus: z.int().nonnegative(),
  latencyMs: count,
  taskType: z.string().nullable(),
  targetHost: z.string().nullable(),
  taskId: z.string().nullable(),
  callerAddress: z.string().nullable(),
});
export type ErrorEvent = z.infer<typeof errorEvent>;

export const errorListResponse = z.object({
  events: z.array(errorEvent),
  /** Pass it as `cursor` for the next, older page; null on the last. */
  nextCursor: z.string().nullable(),
});
export type ErrorListResponse = z.infer<typeof errorListResponse>;

export const errorFrequencyQuery = z.object({
  period: period.default("24h"),
  account: accountFilter.optional(),
  /** The id of a proxy key. */
  key: z.string().trim().min(1).max(100).optional(),
});
export type ErrorFrequencyQuery = z.infer<typeof errorFrequencyQuery>;

/** The provider's errors over time by code: origin `upstream` only, so that answers made here never count. */
export const errorFrequencyResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  stepMs: z.int().positive(),
  /** Every code of the period with its sum, the most frequent first. */
  codes: z.array(z.object({ code: z.string(), errors: count })),
  /** Only buckets with errors; a missing one is a real 0. */
  buckets: z.array(z.object({ startMs: epochMs, errors: z.record(z.string(), count) })),
});
export type ErrorFrequencyResponse = z.infer<typeof errorFrequencyResponse>;
