import { randomUUID } from "node:crypto";
import { uptime } from "node:os";
import type { ProbeVerdict } from "@/lib/contracts/cooldowns";
import { isAboveZero } from "@/lib/domain/balance";
import { findHoldRule } from "@/lib/domain/cooldown/hold-rules";
import type { ProbeFinding } from "@/lib/domain/cooldown/step";
import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { ExchangeResult } from "../proxy/exchange";
import type { CooldownRecord, CooldownStore, ProbeRecord } from "../store/cooldowns";
import { type CooldownKeeper, type HowItEnds, readSaidMs, type Ticket, type Transition } from "./cooldown-keeper";

/** The least often that the clock is looked at; a wait's end is met to the millisecond. */
const TICK_MS = 1_000;
/** Clocks that drift apart by less are no step. */
const STEP_MS = 2_000;
/** Questions to one provider at the same time. Many accounts that fall due together must not look like a storm. */
const MAX_AT_ONCE_PER_HOST = 2;
/** "I have topped up" pressed again and again asks no more often than this. */
const LEAST_GAP_MS = 5_000;

/** Banwatch's own `getBalance`, told to say nothing to a scope whose ticket is null. */
export type AskBalance = (account: ActiveAccount, ticket: Ticket) => Promise<ExchangeResult>;

/** What came of a look-up that a person asked for. */
export interface LookedUp {
  readonly over: boolean;
  readonly balance: string | null;
  readonly problem: string | null;
}

/** Does what a cooldown needs done as time goes by: asks whether it is over, and stores what comes of it. */
export interface Prober {
  /** Begins, once the accounts that it asks with are known. */
  start(): void;
  /**
   * Asks for the balance of an empty account now.
   *
   * @returns null when this cooldown is not one of an empty account, or was asked about within the last five seconds
   */
  lookUpNow(id: string): Promise<LookedUp | null>;
  /** A reply showed a balance above zero. */
  noteFunded(accountId: string, ticket: Ticket): void;
  /** Stores the counts of held calls and stops. A probe under way is left to the next start. */
  close(): Promise<void>;
}

export interface ProberParts {
  readonly keeper: CooldownKeeper;
  readonly store: Pick<CooldownStore, "save">;
  readonly accounts: Pick<AccountDirectory, "list" | "findById">;
  /** Accounts that the guard takes no notice of are not asked with. */
  readonly isWatched: (account: ActiveAccount) => boolean;
  readonly ask: AskBalance;
  /** Whether the balance that is known of the account now is above zero, and what it is. */
  readonly balanceOf: (accountId: string) => string | null;
  readonly now: () => number;
  /** Milliseconds by a clock that nobody sets and that goes on while the machine sleeps. */
  readonly steadyNow?: () => number;
  readonly onChange: () => void;
  readonly onSaveFailed: (error: unknown) => void;
}

const VERDICTS: Readonly<Record<ProbeFinding["kind"], ProbeVerdict>> = {
  over: "over",
  banned: "banned",
  unknown: "unknown",
};

/** What the answer to a probe says about the scope that it was sent for. */
export function readFinding(scope: CooldownRecord["scope"], { reply, error }: ExchangeResult): ProbeFinding {
  if (reply.origin !== "upstream") return { kind: "unknown" };
  if (error === null) return { kind: "over" };
  const rule = findHoldRule(error.code);
  if (rule === null || rule.effect === "empty") return { kind: "over" };
  if (rule.scope === scope && rule.inARow === 1) return { kind: "banned", saidMs: readSaidMs(error.description) };
  // An address that is told that the key is wrong is not banned; of an account a banned address tells nothing.
  return scope === "egress" ? { kind: "over" } : { kind: "unknown" };
}

export function createProber(parts: ProberParts): Prober {
  const { keeper, store, accounts, now } = parts;
  const steadyNow = parts.steadyNow ?? (() => uptime() * 1_000);
  const busy = new Set<string>();
  const askedAtMs = new Map<string, number>();
  const busyByHost = new Map<string, number>();
  let wallMs = now();
  let steadyMs = steadyNow();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let flushedAtMs = steadyMs;

  /**
   * Writes down what is about to happen, and goes on whether or not the database takes it: after a crash the question is
   * asked once more, which is all that it costs, while a hold that waits for a broken disk would never end.
   */
  const persist = async (record: CooldownRecord, probe?: ProbeRecord): Promise<void> => {
    // The answer of a probe that a stop cut off comes when the database is closed: the next start asks again.
    if (closed) return;
    await store.save(record, probe).catch(parts.onSaveFailed);
  };

  const carryOut = async (transition: Transition | null, probe?: ProbeRecord): Promise<boolean> => {
    if (transition === null) return false;
    await persist(transition.record, probe);
    const done = keeper.apply(transition);
    if (done) parts.onChange();
    return done;
  };

  /** With whose key it is asked: that of the account that was told of it, or of another one behind the same address. */
  const findAccount = ({ scope, scopeKey, accountId, providerHost }: CooldownRecord): ActiveAccount | null => {
    if (scope === "account") {
      const account = accounts.findById(scopeKey);
      return account !== null && parts.isWatched(account) ? account : null;
    }
    const candidates = accounts
      .list()
      .filter((account) => account.providerHost === providerHost && parts.isWatched(account));
    const told = candidates.filter(({ id }) => id === accountId);
    return [...told, ...candidates].find(({ id }) => keeper.findOfAccount(id) === null) ?? candidates[0] ?? null;
  };

  const sendProbe = async (
    record: CooldownRecord,
    account: ActiveAccount,
    probe: ProbeRecord,
  ): Promise<{ result: ExchangeResult; probe: ProbeRecord }> => {
    askedAtMs.set(record.id, steadyNow());
    const ticket = keeper.ticket(account.id, account.providerHost);
    const own = record.scope === "egress" ? { egressEpoch: null } : { accountEpoch: null };
    const result = await parts.ask(account, { ...ticket, ...own });
    const { error, latencyMs } = result;
    const said = { code: error?.code ?? null, description: error?.description ?? null };
    return { result, probe: { ...probe, latencyMs, ...said } };
  };

  const endByProbe: HowItEnds = { endedHow: "probe", endedBy: null, endReason: null };
  const endByBalance: HowItEnds = { endedHow: "balance", endedBy: null, endReason: null };

  /** One question and what comes of it. The caller has made sure that it is the only one for this cooldown. */
  const ask = async (record: CooldownRecord, account: ActiveAccount): Promise<LookedUp | null> => {
    const begun: ProbeRecord = {
      id: randomUUID(),
      cooldownId: record.id,
      atMs: now(),
      accountId: account.id,
      verdict: null,
      latencyMs: null,
      code: null,
      description: null,
    };
    const { state } = record;
    if (!(await carryOut(keeper.plan(record.id, { type: "tick" }, now()), begun))) return null;
    const epoch = keeper.epochOf(record.id);
    if (epoch === null) return null;
    const { result, probe } = await sendProbe(record, account, begun);
    const isBalance = state === "empty";
    const balance = isBalance && result.error === null ? parts.balanceOf(account.id) : null;
    const read = readFinding(record.scope, result);
    const finding: ProbeFinding = isBalance && !isAboveZero(balance) ? { kind: "unknown" } : read;
    const verdict = isBalance && read.kind === "over" && finding.kind !== "over" ? "banned" : VERDICTS[finding.kind];
    const event = { type: "probed", epoch, finding } as const;
    const transition = keeper.plan(record.id, event, now(), isBalance ? endByBalance : endByProbe);
    const done = await carryOut(transition, { ...probe, verdict });
    // Somebody else ended it while it was being asked: the answer is kept all the same.
    if (!done) await persist(record, { ...probe, verdict });
    if (keeper.find(record.id) === null) askedAtMs.delete(record.id);
    return { over: finding.kind === "over", balance, problem: result.error?.description ?? null };
  };

  /** Does nothing while something is done about this cooldown already. */
  const exclusively = async <T>({ id, providerHost }: CooldownRecord, work: () => Promise<T>): Promise<T | null> => {
    if (busy.has(id)) return null;
    busy.add(id);
    busyByHost.set(providerHost, (busyByHost.get(providerHost) ?? 0) + 1);
    try {
      return await work();
    } finally {
      busy.delete(id);
      busyByHost.set(providerHost, (busyByHost.get(providerHost) ?? 1) - 1);
    }
  };

  /** A wait whose end nobody can ask about is over by its time. */
  const endByTime = async (record: CooldownRecord): Promise<void> => {
    if (record.state === "empty") return;
    const ends: HowItEnds = { endedHow: "time", endedBy: null, endReason: null };
    await carryOut(keeper.plan(record.id, { type: "lifted" }, now(), ends));
  };

  const attend = (record: CooldownRecord): void => {
    const account = findAccount(record);
    if (account === null) {
      void exclusively(record, () => endByTime(record));
      return;
    }
    // While the address itself is held nothing leaves for it, not even for an account's sake.
    const addressIsHeld = record.scope === "account" && keeper.isHeld(null, account.providerHost);
    const isCrowded = (busyByHost.get(record.providerHost) ?? 0) >= MAX_AT_ONCE_PER_HOST;
    if (addressIsHeld || isCrowded) return;
    void exclusively(record, () => ask(record, account));
  };

  /** What is left of a wait stays what it is when somebody sets the clock. */
  const watchClock = async (): Promise<void> => {
    const elapsedMs = now() - wallMs;
    const steadyElapsedMs = steadyNow() - steadyMs;
    wallMs = now();
    steadyMs = steadyNow();
    const byMs = Math.round(elapsedMs - steadyElapsedMs);
    if (Math.abs(byMs) < STEP_MS) return;
    for (const record of keeper.stepClock(byMs, now())) await persist(record);
    parts.onChange();
  };

  const flushCounts = async (): Promise<void> => {
    if (steadyNow() - flushedAtMs < TICK_MS) return;
    flushedAtMs = steadyNow();
    const dirty = keeper.takeDirty();
    for (const record of dirty) await persist(record);
    if (dirty.length > 0) parts.onChange();
  };

  const tick = async (): Promise<void> => {
    await watchClock();
    for (const record of keeper.listDue(now())) attend(record);
    await flushCounts();
  };

  const schedule = (): void => {
    if (closed) return;
    const dueMs = keeper.nextDueAtMs();
    const waitMs = dueMs === null || dueMs <= now() ? TICK_MS : Math.min(TICK_MS, dueMs - now());
    timer = setTimeout(() => void tick().catch(parts.onSaveFailed).finally(schedule), waitMs).unref();
  };

  return {
    start: () => void tick().catch(parts.onSaveFailed).finally(schedule),
    lookUpNow: async (id) => {
      const record = keeper.find(id);
      const account = record === null ? null : findAccount(record);
      const sinceMs = steadyNow() - (askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY);
      if (record === null || record.state !== "empty" || account === null || sinceMs < LEAST_GAP_MS) return null;
      if (keeper.isHeld(null, account.providerHost)) return null;
      return await exclusively(record, async () => {
        await carryOut(keeper.plan(id, { type: "look-up-wanted" }, now()));
        return await ask(record, account);
      });
    },
    noteFunded: (accountId, ticket) => {
      const record = keeper.findOfAccount(accountId);
      if (record === null || ticket.accountEpoch === null) return;
      const event = { type: "funded", epoch: ticket.accountEpoch } as const;
      void carryOut(keeper.plan(record.id, event, now(), endByBalance));
    },
    close: async () => {
      clearTimeout(timer);
      for (const record of keeper.takeDirty()) await persist(record);
      closed = true;
    },
  };
}
