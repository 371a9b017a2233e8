import { type Logger, pino } from "pino";
import type { Env } from "./env";

export type Log = Logger;

/** One JSON line each, so that line breaks in what callers send cannot forge a line. Nothing secret is passed to it. */
export function createLog(level: Env["logLevel"]): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
