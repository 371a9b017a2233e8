import { randomUUID } from "node:crypto";
import { readBanSeconds } from "@/lib/domain/ban-length";
import { defaultBanSecondsOf, describeCode } from "@/lib/domain/catalogue";
import { advanceCooldown, applyBan, type CooldownState } from "@/lib/domain/cooldown";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";
import type { CooldownRecord } from "../store/cooldowns";

/** The one address that calls leave from, until several can be told apart. */
const EGRESS = "direct";

/** A ban longer than this is held for a misread text: a timer nobody can wait for helps nobody. */
const LONGEST_BAN_SECONDS = 30 * 86_400;

/** An error of the provider, as far as the keeper needs it. */
export interface ReportedError {
  readonly code: string;
  readonly description: string;
  readonly atMs: number;
  readonly provider: ProviderId;
  readonly providerHost: string;
  /** Null while a key is only being tried out: then only its address can be banned. */
  readonly accountId: string | null;
}

export interface CooldownKeeper {
  /**
   * Takes note of an error reply. Costs a map look-up and no I/O.
   *
   * @returns the cooldown's new state, to be stored before it is relied on; null when the code bans nothing
   */
  noteError(error: ReportedError): CooldownRecord | null;
  /** Whether calls of this account should wait now, for its own sake or its address's. */
  isCooling(accountId: string | null, providerHost: string, nowMs: number): boolean;
  /** Those that run at `nowMs`: without an end first, then the latest end. */
  listRunning(nowMs: number): CooldownRecord[];
  /** The running cooldown with this id, null when there is none. */
  find(id: string, nowMs: number): CooldownRecord | null;
  /** The running cooldown of the account itself, not of its address; null when there is none. */
  findOfAccount(accountId: string, nowMs: number): CooldownRecord | null;
  /** Ends a running cooldown that was stored as ended. */
  end(ended: CooldownRecord): void;
}

const scopeOf = (scope: CooldownRecord["scope"], scopeKey: string) => `${scope} ${scopeKey}`;

/** Sorts what only a person ends after every instant. */
const endOf = (record: CooldownRecord) => record.untilMs ?? Number.MAX_SAFE_INTEGER;

const egressKey = (providerHost: string) => `${EGRESS}@${providerHost}`;

const stateOf = (record: CooldownRecord): CooldownState =>
  record.untilMs === null ? { kind: "blocked" } : { kind: "cooling", untilMs: record.untilMs };

/**
 * How long a ban lasts: the text of the reply first, then what the code's own name says, then the preset. A banned key
 * without a time in its text waits for a person (PROTOCOL §2).
 */
function banDurationMs(error: ReportedError, bans: "egress" | "account"): number | null {
  const seconds =
    readBanSeconds(error.description) ??
    defaultBanSecondsOf(error.code) ??
    (bans === "egress" ? getPreset(error.provider).banSeconds : null);
  return seconds === null ? null : Math.min(seconds, LONGEST_BAN_SECONDS) * 1_000;
}

/** @param restored the cooldowns that ran when the process last stopped, from the store */
export function createCooldownKeeper(restored: readonly CooldownRecord[]): CooldownKeeper {
  const running = new Map<string, CooldownRecord>(
    restored.map((record) => [scopeOf(record.scope, record.scopeKey), record]),
  );

  /** The scope's running cooldown. One whose time is over is dropped on the way. */
  const getRunning = (scope: string, nowMs: number): CooldownRecord | null => {
    const record = running.get(scope);
    if (record === undefined) return null;
    if (advanceCooldown(stateOf(record), nowMs).kind !== "open") return record;
    running.delete(scope);
    return null;
  };

  const open = (error: ReportedError, scope: CooldownRecord["scope"], scopeKey: string): CooldownRecord => ({
    id: randomUUID(),
    scope,
    scopeKey,
    provider: error.provider,
    providerHost: error.providerHost,
    accountId: error.accountId,
    code: error.code,
    description: error.description,
    startedAtMs: error.atMs,
    untilMs: null,
    endedAtMs: null,
    endedBy: null,
    endReason: null,
    lastErrorAtMs: error.atMs,
    errors: 0,
  });

  return {
    noteError: (error) => {
      const { bans } = describeCode(error.code);
      const scopeKey = bans === "egress" ? egressKey(error.providerHost) : error.accountId;
      if (bans === "none" || scopeKey === null) return null;
      const current = getRunning(scopeOf(bans, scopeKey), error.atMs);
      const before: CooldownState = current === null ? { kind: "open" } : stateOf(current);
      const after = applyBan(before, { durationMs: banDurationMs(error, bans) }, error.atMs);
      const base = current ?? open(error, bans, scopeKey);
      const record: CooldownRecord = {
        ...base,
        // The words and the code stay those of the ban that decides the end.
        ...(after === before ? {} : { code: error.code, description: error.description }),
        untilMs: after.kind === "cooling" ? after.untilMs : null,
        lastErrorAtMs: error.atMs,
        errors: base.errors + 1,
      };
      running.set(scopeOf(bans, scopeKey), record);
      return record;
    },
    isCooling: (accountId, providerHost, nowMs) =>
      (accountId !== null && getRunning(scopeOf("account", accountId), nowMs) !== null) ||
      getRunning(scopeOf("egress", egressKey(providerHost)), nowMs) !== null,
    listRunning: (nowMs) =>
      [...running.keys()]
        .map((scope) => getRunning(scope, nowMs))
        .filter((record) => record !== null)
        .sort((a, b) => endOf(b) - endOf(a)),
    find: (id, nowMs) =>
      [...running.keys()].map((scope) => getRunning(scope, nowMs)).find((record) => record?.id === id) ?? null,
    findOfAccount: (accountId, nowMs) => getRunning(scopeOf("account", accountId), nowMs),
    end: (ended) => {
      const scope = scopeOf(ended.scope, ended.scopeKey);
      if (running.get(scope)?.id === ended.id) running.delete(scope);
    },
  };
}
