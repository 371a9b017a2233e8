import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { describeError } from "@/lib/sandbox/texts";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { PROVIDER_HABITS } from "../cast";
import { between, pickWeighted } from "../seeded-random";
import type { HistoryAccount, HistoryProgram } from "./history-account";

/** An error as a storm or an ordinary day brings it. */
export interface ErrorKind {
  readonly code: string;
  readonly method: "createTask" | "getTaskResult" | "getBalance";
  /** The field that ERROR_REQUIRED_FIELDS names. */
  readonly field?: string;
  readonly banSeconds?: number;
  /** Only where it is not the usual one of the account. */
  readonly taskType?: string;
}

const hex = (random: () => number, digits: number) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");

/** An id that sorts by time, in the shape that Banwatch gives its events (a UUID of version 7). */
export function makeId(atMs: number, random: () => number): string {
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
}

const makeTaskId = (provider: string, random: () => number): string =>
  provider === "capmonster"
    ? String(700_000_000 + Math.floor(random() * 90_000_000))
    : `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;

function languageOf(provider: string) {
  return provider === "yescaptcha" ? PROVIDER_HABITS.yescaptcha.language : "en";
}

/** The error that a program of `account` is told of at `atMs`, in the provider's own words. */
export function makeError(
  account: HistoryAccount,
  { program, proxyKeyId }: HistoryProgram,
  kind: ErrorKind,
  atMs: number,
  random: () => number,
): ErrorRecord {
  const { member } = account;
  const job = pickWeighted(member.jobs, random);
  const unreadable = kind.code === UNREADABLE_REPLY_CODE;
  const callers = program.callerAddresses;
  return {
    id: makeId(atMs, random),
    atMs: Math.floor(atMs),
    accountId: account.id,
    proxyKeyId,
    source: "program",
    method: kind.method,
    taskType: kind.method === "createTask" ? (kind.taskType ?? job.taskType) : null,
    targetHost: kind.method === "createTask" ? job.targetHost : null,
    code: kind.code,
    description: unreadable
      ? "HTTP 502, not JSON"
      : describeError(kind.code, languageOf(member.provider), {
          field: kind.field,
          banSeconds: kind.banSeconds ?? 600,
        }),
    errorId: unreadable ? null : "1",
    httpStatus: unreadable ? 502 : 200,
    latencyMs: Math.round(between(40, 260, random) / (1 - 0.9 * random())),
    origin: "upstream",
    taskId: kind.method === "getTaskResult" ? makeTaskId(member.provider, random) : null,
    callerAddress: callers[Math.floor(random() * callers.length)] ?? callers[0],
  };
}
