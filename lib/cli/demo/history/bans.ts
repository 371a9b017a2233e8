import type { CooldownRecord, ProbeRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { between } from "../seeded-random";
import { heldCallers, observedCallers } from "./callers-of";
import { type HistoryAccount, type HistoryProgram, pickProgram } from "./history-account";
import { makeError, makeId } from "./make-error";
import type { BanPlan } from "./storm-plans";

const MINUTE_MS = 60_000;
/** How long a program takes to notice that it is banned, where nothing holds its calls. */
const BAN_NOTICED_MS = 7 * MINUTE_MS;
/** How long calls are under way that were sent before the guard held the next ones. */
const UNDER_WAY_MS = 2_000;
/** How often the guard looks whether an empty account has been topped up. */
const LOOK_UP_EVERY_MS = MINUTE_MS;

/** A ban with what led to it and what ended it. */
export interface HistoryBan {
  readonly errors: readonly ErrorRecord[];
  readonly cooldown: CooldownRecord;
  /** The oldest first. */
  readonly probes: readonly ProbeRecord[];
}

/** Whose ban it is. */
export interface BannedScope {
  readonly account: HistoryAccount;
  /** Those that call the same provider from the same address. */
  readonly neighbours: readonly HistoryAccount[];
  readonly culprit: HistoryProgram | undefined;
  /** What the culprit was doing. */
  readonly method: string;
  readonly isDrill: boolean;
}

const STATES = {
  ERROR_IP_BANNED: "probing",
  ERROR_KEY_BANNED: "blocked",
  ERROR_KEY_DOES_NOT_EXIST: "blocked",
  ERROR_ZERO_BALANCE: "empty",
} as const satisfies Record<BanPlan["code"], CooldownRecord["state"]>;

interface Course {
  readonly waitingSinceMs: number;
  readonly untilMs: number | null;
  readonly endedAtMs: number;
  readonly endedHow: NonNullable<CooldownRecord["endedHow"]>;
  readonly probes: readonly Pick<ProbeRecord, "atMs" | "verdict" | "latencyMs">[];
}

/** A ban that ends by time: each probe that finds it standing doubles the wait. */
function waitOut(ban: BanPlan, seconds: number, lastErrorAtMs: number, random: () => number): Course {
  const probes: { atMs: number; verdict: "banned" | "over"; latencyMs: number }[] = [];
  let waitingSinceMs = lastErrorAtMs;
  let untilMs = lastErrorAtMs + seconds * 1_000;
  for (let failed = 0; ; failed += 1) {
    const latencyMs = Math.round(between(60, 240, random));
    const isOver = failed >= (ban.failedProbes ?? 0);
    probes.push({ atMs: untilMs, verdict: isOver ? "over" : "banned", latencyMs });
    const answeredAtMs = untilMs + latencyMs;
    if (isOver) return { waitingSinceMs, untilMs, endedAtMs: answeredAtMs, endedHow: "probe", probes };
    waitingSinceMs = answeredAtMs;
    untilMs = answeredAtMs + seconds * 1_000 * 2 ** (failed + 1);
  }
}

/** What does not end by time. An empty account is asked about all the while. */
function waitForEnd(ban: BanPlan, startedAtMs: number, random: () => number): Course {
  const { afterMinutes, how } = ban.end ?? { afterMinutes: 0, how: "person" };
  const endedAtMs = startedAtMs + afterMinutes * MINUTE_MS;
  const lookUps = how === "balance" ? Math.floor((endedAtMs - startedAtMs) / LOOK_UP_EVERY_MS) : 0;
  const probes = Array.from({ length: lookUps }, (_, index) => ({
    atMs: startedAtMs + (index + 1) * LOOK_UP_EVERY_MS,
    verdict: index + 1 === lookUps ? ("over" as const) : ("banned" as const),
    latencyMs: Math.round(between(60, 240, random)),
  }));
  const last = probes.at(-1);
  return {
    waitingSinceMs: startedAtMs,
    untilMs: null,
    endedAtMs: last === undefined ? endedAtMs : last.atMs + last.latencyMs,
    endedHow: how,
    probes,
  };
}

function callersOf(ban: BanPlan, scope: BannedScope, errors: readonly ErrorRecord[], random: () => number) {
  if (ban.held === undefined) return observedCallers(errors);
  const { account, culprit, neighbours, method } = scope;
  const victims = ban.code === "ERROR_IP_BANNED" && !scope.isDrill ? [account, account, ...neighbours] : [account];
  // With an empty balance results can still be fetched, so only new tasks are held.
  const methods =
    ban.code === "ERROR_ZERO_BALANCE" ? (["createTask"] as const) : (["createTask", "getTaskResult"] as const);
  const busiest = culprit === undefined ? null : { account, caller: culprit, method };
  return heldCallers(ban.held, victims, busiest, methods, random);
}

/** The cooldown that the replies of a ban make, with the guard's probes. */
export function makeCooldown(
  ban: BanPlan,
  scope: BannedScope,
  errors: readonly ErrorRecord[],
  random: () => number,
): Pick<HistoryBan, "cooldown" | "probes"> {
  const inOrder = [...errors].sort((a, b) => a.atMs - b.atMs);
  const [first] = inOrder;
  if (first === undefined) throw new RangeError("a ban has at least one error");
  const { account } = scope;
  const { atMs: startedAtMs, description } = first;
  const lastErrorAtMs = inOrder.at(-1)?.atMs ?? startedAtMs;
  const isEgress = ban.code === "ERROR_IP_BANNED";
  const course = isEgress
    ? waitOut(ban, ban.banSeconds ?? 600, lastErrorAtMs, random)
    : waitForEnd(ban, startedAtMs, random);
  const callers = callersOf(ban, scope, inOrder, random);
  const id = makeId(startedAtMs, random);
  const cooldown: CooldownRecord = {
    id,
    scope: isEgress ? "egress" : "account",
    scopeKey: isEgress ? `direct@${account.providerHost}` : account.id,
    provider: account.member.provider,
    providerHost: account.providerHost,
    accountId: account.id,
    code: ban.code,
    description,
    isDrill: scope.isDrill,
    state: STATES[ban.code],
    startedAtMs,
    waitingSinceMs: course.waitingSinceMs,
    untilMs: course.untilMs,
    nextProbeAtMs: null,
    failedProbes: ban.failedProbes ?? 0,
    endedAtMs: course.endedAtMs,
    endedHow: course.endedHow,
    endedBy: ban.resumed?.by ?? null,
    endReason: ban.resumed?.reason ?? null,
    lastErrorAtMs,
    errors: inOrder.length,
    heldCalls: callers.reduce((sum, { held }) => sum + held, 0),
    observedCalls: callers.reduce((sum, { observed }) => sum + observed, 0),
    callers,
    revision: inOrder.length + 2 * course.probes.length,
  };
  const probes = course.probes.map((probe): ProbeRecord => {
    const isBanned = isEgress && probe.verdict === "banned";
    const said = isBanned ? { code: ban.code, description } : { code: null, description: null };
    return { id: makeId(probe.atMs, random), cooldownId: id, accountId: account.id, ...probe, ...said };
  });
  return { cooldown, probes };
}

/** The replies that tell of a ban, and the cooldown that they make. */
export function makeBan(ban: BanPlan, scope: BannedScope, fromMs: number, random: () => number): HistoryBan {
  const { account, neighbours, isDrill, culprit } = scope;
  const kind = { code: ban.code, method: "createTask", banSeconds: ban.banSeconds } as const;
  // An address ban meets everybody who calls from there; where nothing holds them the programs notice it one by one, so
  // the errors thin out.
  const victims = ban.code === "ERROR_IP_BANNED" && !isDrill ? [account, account, ...neighbours] : [account];
  const spreadMs = ban.held === undefined ? BAN_NOTICED_MS : UNDER_WAY_MS;
  const errors = Array.from({ length: ban.errors }, (_, index) => {
    const atMs = fromMs + (index === 0 ? 0 : random() ** 2 * spreadMs);
    const victim = victims[index % victims.length] ?? account;
    const caller = isDrill && culprit ? culprit : pickProgram(victim, kind.method, "callers", random);
    return makeError(victim, caller, kind, atMs, random);
  });
  return { errors, ...makeCooldown(ban, scope, errors, random) };
}
