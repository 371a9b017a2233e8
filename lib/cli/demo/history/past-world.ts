import { readRisk } from "@/lib/domain/ban-risk";
import { describeCode, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { getPreset } from "@/lib/domain/provider-presets";
import { cooldownKindOf } from "@/lib/server/alerts/measure/cooldown-kind";
import { createMeasurer, type Measurer, type Snapshot } from "@/lib/server/alerts/measure/measurer";
import type { SeenCode } from "@/lib/server/alerts/measure/seen-codes";
import type { CallTotal } from "@/lib/server/store/alerts/call-totals";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import type { History } from "./generate-history";
import type { HistoryAccount } from "./history-account";
import { listWithin, newestUpTo } from "./in-order";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** From so many errors a minute of one account on, a rule about rates may have something to say. */
const WORTH_A_LOOK = 4;
/** And so long after them, until every window has forgotten. */
const CALMS_DOWN_MINUTES = 30;
/** What comes on the first day was there before anybody watched. */
const FIRST_DAY_MS = 24 * HOUR_MS;

/** What rules measured at any instant of a history. */
export interface PastWorld {
  readonly measurer: Measurer;
  /** Makes it that instant. @returns what the measurer would have read from the database */
  goTo(atMs: number, windowsMinutes: ReadonlySet<number>): Snapshot;
  /** Cooldowns that begin or end at that very instant, as they were then. */
  changedAt(atMs: number): readonly CooldownRecord[];
  /** Instants at which something may be otherwise than before, in order. */
  readonly looks: readonly number[];
}

/** A cooldown in the middle of it: what was held until the end had been held in part. */
function halfway(cooldown: CooldownRecord, atMs: number): CooldownRecord {
  const { startedAtMs, endedAtMs, errors, heldCalls, observedCalls } = cooldown;
  const share = Math.min(1, (atMs - startedAtMs) / Math.max(1, (endedAtMs ?? atMs) - startedAtMs));
  const part = (count: number) => Math.round(count * share);
  return {
    ...cooldown,
    endedAtMs: null,
    endedHow: null,
    errors: Math.max(1, part(errors)),
    heldCalls: part(heldCalls),
    observedCalls: part(observedCalls),
  };
}

function busyMinutes(errors: readonly ErrorRecord[]): number[] {
  const counts = new Map<string, number>();
  const minutes = new Set<number>();
  for (const { accountId, atMs } of errors) {
    const minute = Math.floor(atMs / MINUTE_MS);
    const key = `${accountId} ${minute}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count !== WORTH_A_LOOK) continue;
    for (let later = 1; later <= CALMS_DOWN_MINUTES; later += 1) minutes.add(minute + later);
  }
  return [...minutes].map((minute) => minute * MINUTE_MS);
}

function firstSightings(errors: readonly ErrorRecord[], accounts: readonly HistoryAccount[]): SeenCode[] {
  const seen = new Map<string, SeenCode>();
  for (const { code, accountId, atMs, description } of errors) {
    if (seen.has(code) || code === UNREADABLE_REPLY_CODE || describeCode(code).documented) continue;
    const providerHost = accounts.find(({ id }) => id === accountId)?.providerHost ?? "";
    seen.set(code, { code, providerHost, accountId, firstSeenAtMs: atMs, cameAgainAtMs: null, description });
  }
  return [...seen.values()].filter(({ code }) => describeCode(code).bans === "none");
}

const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const own = groups.get(keyOf(row));
    if (own === undefined) groups.set(keyOf(row), [row]);
    else own.push(row);
  }
  return groups;
};

/** Puts the measurer of the server into a history. */
export function createPastWorld(history: History, accounts: readonly HistoryAccount[]): PastWorld {
  let nowMs = history.fromMs;
  const answered = history.errors.filter(({ origin }) => origin === "upstream");
  const errorsOf = byKey(answered, ({ accountId }) => accountId ?? "");
  const samplesOf = byKey(history.samples, ({ accountId }) => accountId);
  const successesOf = byKey(
    history.successes.map((row) => ({ ...row, atMs: row.minuteMs })),
    ({ accountId }) => accountId,
  );
  const codes = firstSightings(answered, accounts).filter(
    ({ firstSeenAtMs }) => firstSeenAtMs - history.fromMs >= FIRST_DAY_MS,
  );
  const cooldowns = history.cooldowns
    .filter((cooldown) => cooldownKindOf(cooldown) !== null)
    .map((cooldown) => ({
      ...cooldown,
      startedAtMs: Math.floor(cooldown.startedAtMs),
      endedAtMs: Math.ceil(cooldown.endedAtMs ?? nowMs),
    }));

  const totalsOf = (accountId: string, minutes: number): CallTotal[] => {
    const common = { atMs: nowMs, accountId, origin: "upstream" };
    const errors = listWithin(errorsOf.get(accountId) ?? [], nowMs - minutes * MINUTE_MS, nowMs);
    // The history counts some successes by the hour, so that no less than that has its share of them.
    const successes = byKey(
      listWithin(successesOf.get(accountId) ?? [], nowMs - HOUR_MS, nowMs),
      ({ proxyKeyId, source }) => `${proxyKeyId} ${source}`,
    );
    return [
      ...errors.map(({ proxyKeyId, source, code }) => ({
        ...common,
        ...{ proxyKeyId: proxyKeyId ?? "", source, code, calls: 1 },
      })),
      ...[...successes.values()].flatMap(([first, ...rest]) => {
        if (first === undefined) return [];
        const { proxyKeyId, source } = first;
        const calls = rest.reduce((sum, row) => sum + row.calls, first.calls);
        const share = Math.round((calls * minutes * MINUTE_MS) / HOUR_MS);
        return { ...common, proxyKeyId, source, code: "", calls: share };
      }),
    ];
  };

  const measurer = createMeasurer({
    listAccounts: () =>
      accounts.map(({ id, providerHost, member: { name, provider } }) => ({ id, name, provider, providerHost })),
    thresholdsOf: (id) => {
      const member = accounts.find((account) => account.id === id)?.member;
      const { lowBalance = null, criticalBalance = null } = member ?? {};
      return { lowBalance, criticalBalance, unit: member === undefined ? null : getPreset(member.provider).unit };
    },
    balanceOf: (id) => newestUpTo(samplesOf.get(id) ?? [], nowMs)?.balance ?? null,
    keeper: {
      listRunning: () =>
        cooldowns
          .filter(({ startedAtMs, endedAtMs }) => startedAtMs <= nowMs && nowMs < endedAtMs)
          .map((cooldown) => halfway(cooldown, nowMs)),
    },
    risks: {
      list: () =>
        accounts.map(({ providerHost, member: { provider } }) => {
          const neighbours = accounts.filter((account) => account.providerHost === providerHost);
          const errors = neighbours
            .flatMap(({ id }) => listWithin(errorsOf.get(id) ?? [], nowMs - MINUTE_MS, nowMs))
            .filter(({ source }) => source !== "drill");
          const limit = getPreset(provider).errorsPerMinuteLimit;
          const idle = { shedding: "none", shed: 0, leader: null } as const;
          return { providerHost, provider, errors: errors.length, limit, ...idle, ...readRisk(errors.length, limit) };
        }),
    },
    recorder: { health: () => ({ reason: null, waiting: 0, dropped: 0, rejected: 0 }) },
    listChannels: () => [],
    seenCodes: { list: () => codes.filter(({ firstSeenAtMs }) => firstSeenAtMs <= nowMs) },
    readSnapshot: async () => world.goTo(nowMs, new Set()),
  });

  const world: PastWorld = {
    measurer,
    goTo: (atMs, windowsMinutes) => {
      nowMs = atMs;
      const windowOf = (minutes: number) => new Map(accounts.map(({ id }) => [id, totalsOf(id, minutes)]));
      return {
        windows: new Map([...windowsMinutes].map((minutes) => [minutes, windowOf(minutes)])),
        lastCalls: new Map(),
        hoursLeft: new Map(),
        waiting: new Map(),
        unread: [],
      };
    },
    changedAt: (atMs) =>
      cooldowns.flatMap((cooldown) => [
        ...(cooldown.startedAtMs === atMs ? [halfway(cooldown, atMs)] : []),
        ...(cooldown.endedAtMs === atMs ? [cooldown] : []),
      ]),
    looks: [
      ...new Set([
        ...cooldowns.flatMap(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs]),
        ...history.samples.map(({ atMs }) => Math.ceil(atMs)),
        ...busyMinutes(answered),
        // An hour later it is no news any more.
        ...codes.flatMap(({ firstSeenAtMs }) => [firstSeenAtMs, firstSeenAtMs + HOUR_MS]),
      ]),
    ].sort((a, b) => a - b),
  };
  return world;
}
