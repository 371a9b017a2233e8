import { createReadStream } from "node:fs";
import { z } from "zod";
import { callSource, origin } from "@/lib/contracts/common";
import { cooldownEnd, cooldownState } from "@/lib/contracts/cooldowns";
import { type CooldownRecord, heldCallers } from "../store/cooldowns";
import type { ErrorRecord } from "../store/error-events";

/** One error with what it did to a cooldown, as one line of the spool. */
export interface SpoolEntry {
  readonly error: ErrorRecord;
  readonly cooldown: CooldownRecord | null;
}

/** A line of the spool: an entry, or a text that is whole and still none. */
export type SpoolLine =
  | { readonly kind: "entry"; readonly entry: SpoolEntry }
  | { readonly kind: "malformed"; readonly text: string; readonly why: string };

const text = z.string();
const optionalText = text.nullable();
const wholeNumber = z.int();

const errorRecord: z.ZodType<ErrorRecord> = z.object({
  id: text.min(1),
  atMs: wholeNumber,
  accountId: optionalText,
  proxyKeyId: optionalText,
  source: callSource,
  method: text,
  taskType: optionalText,
  targetHost: optionalText,
  code: text,
  description: text,
  errorId: optionalText,
  httpStatus: wholeNumber,
  latencyMs: wholeNumber,
  origin,
  taskId: optionalText,
  callerAddress: optionalText,
});

const cooldownRecord: z.ZodType<CooldownRecord> = z.object({
  id: text.min(1),
  scope: z.enum(["egress", "account"]),
  scopeKey: text,
  provider: text,
  providerHost: text,
  accountId: optionalText,
  code: text,
  description: text,
  startedAtMs: wholeNumber,
  untilMs: wholeNumber.nullable(),
  endedAtMs: wholeNumber.nullable(),
  endedBy: optionalText,
  endReason: optionalText,
  lastErrorAtMs: wholeNumber,
  errors: wholeNumber,
  // What follows is younger than the spool: an entry of an earlier version does not have it.
  state: cooldownState.default("cooling"),
  waitingSinceMs: wholeNumber.default(0),
  nextProbeAtMs: wholeNumber.nullable().default(null),
  failedProbes: wholeNumber.default(0),
  isDrill: z.boolean().default(false),
  endedHow: cooldownEnd.nullable().default(null),
  heldCalls: wholeNumber.default(0),
  observedCalls: wholeNumber.default(0),
  callers: heldCallers.default([]),
  revision: wholeNumber.default(0),
});

const spoolEntry: z.ZodType<SpoolEntry> = z.object({ error: errorRecord, cooldown: cooldownRecord.nullable() });

/** Not node's readline, which also breaks lines at U+2028 and U+2029: JSON leaves both in a text as they are. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest;
}

function parseLine(line: string): SpoolLine | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // An entry ends in a brace. Without it a crash cut the line short: its append never resolved, so nobody was told
    // that it is kept.
    return line.endsWith("}") ? { kind: "malformed", text: line, why: "not JSON" } : null;
  }
  const { data, error } = spoolEntry.safeParse(value);
  if (data !== undefined) return { kind: "entry", entry: data };
  const [issue] = error.issues;
  return { kind: "malformed", text: line, why: `${issue?.path.join(".") || "the line"}: ${issue?.message}` };
}

/**
 * The lines of one file of the spool, in order, without those that a crash cut short.
 *
 * @throws when the file cannot be read; never because of what a line says
 */
export async function* readSpoolLines(path: string): AsyncGenerator<SpoolLine> {
  for await (const line of readLines(path)) {
    const parsed = parseLine(line);
    if (parsed !== null) yield parsed;
  }
}
