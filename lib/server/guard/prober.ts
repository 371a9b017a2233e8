import { randomUUID } from "node:crypto";
import { uptime } from "node:os";
import type { ProbeVerdict } from "@/lib/contracts/cooldowns";
import { compareDecimal, isAboveZero } from "@/lib/domain/balance";
import type { ProbeFinding } from "@/lib/domain/cooldown/step";
import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { ExchangeResult } from "../proxy/exchange";
import type { CooldownRecord, ProbeRecord } from "../store/cooldowns";
import { createCarryOut } from "./carry-out";
import type { CooldownKeeper, HowItEnds, Ticket } from "./cooldown-keeper";
import type { CooldownSaver } from "./cooldown-saver";
import { readFinding } from "./read-finding";

/** The least often that the clock is looked at; a wait's end is met to the millisecond. */
const TICK_MS = 1_000;
/** Clocks that drift apart by less are no step. */
const STEP_MS = 2_000;
/** Questions to one provider at the same time. Many accounts that fall due together must not look like a storm. */
const MAX_AT_ONCE_PER_HOST = 2;
/** "I have topped up" pressed again and again asks no more often than this. */
const LEAST_GAP_MS = 5_000;

/**
 * Banwatch's own `getBalance`, told to say nothing to a scope whose ticket is null.
 *
 * @returns the exchange with the balance in it, null when its reply has none that can be read
 */
export type AskBalance = (
  account: ActiveAccount,
  ticket: Ticket,
) => Promise<ExchangeResult & { readonly balance: string | null }>;

/** What came of a look-up that a person asked for. */
export interface LookedUp {
  readonly over: boolean;
  readonly balance: string | null;
  readonly problem: string | null;
}

/** Why nothing was asked. too-soon: somebody asked within the last five seconds. address-held: nothing leaves for it. */
export type NotAsked = "not-empty" | "too-soon" | "address-held";

/** Does what a cooldown needs done as time goes by: asks whether it is over, and stores what comes of it. */
export interface Prober {
  /** Begins, once the accounts that it asks with are known. */
  start(): void;
  /** Asks for the balance of an empty account now. */
  lookUpNow(id: string): Promise<LookedUp | NotAsked>;
  /** A cooldown began: remembers what the balance was then. */
  noteBegin(record: CooldownRecord): void;
  /**
   * A program read a balance. Ends the hold of an empty account when it is above zero and has risen: what is left below
   * the price of a task was there before, and would begin the hold anew with the next task.
   */
  noteBalance(accountId: string, balance: string, ticket: Ticket): void;
  /** Stores the counts of held calls and stops. A probe under way is left to the next start. */
  close(): Promise<void>;
}

export interface ProberParts {
  readonly keeper: CooldownKeeper;
  readonly saver: CooldownSaver;
  readonly accounts: Pick<AccountDirectory, "list" | "findById">;
  /** Accounts that the guard takes no notice of are not asked with. */
  readonly isWatched: (account: ActiveAccount) => boolean;
  readonly ask: AskBalance;
  /** The balance as it was last read, whenever that was. */
  readonly balanceOf: (accountId: string) => string | null;
  readonly now: () => number;
  /** Milliseconds by a clock that nobody sets and that goes on while the machine sleeps. */
  readonly steadyNow?: () => number;
  /** Told of each cooldown that ended by itself. */
  readonly onEnd: (ended: CooldownRecord) => void;
  readonly onChange: () => void;
  readonly onFailed: (error: unknown) => void;
}

const BY_PROBE: HowItEnds = { endedHow: "probe", endedBy: null, endReason: null };
const BY_BALANCE: HowItEnds = { endedHow: "balance", endedBy: null, endReason: null };
const BY_TIME: HowItEnds = { endedHow: "time", endedBy: null, endReason: null };

export function createProber(parts: ProberParts): Prober {
  const { keeper, saver, accounts, now } = parts;
  const steadyNow = parts.steadyNow ?? (() => uptime() * 1_000);
  const busy = new Set<string>();
  const busyByHost = new Map<string, number>();
  const askedAtMs = new Map<string, number>();
  /** The least balance that is known from a hold's beginning on. */
  const leastBalances = new Map<string, string>();
  let wallMs = now();
  let steadyMs = steadyNow();
  let countedAtMs = steadyMs;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const carryOut = createCarryOut({
    keeper,
    saver,
    now,
    onChange: parts.onChange,
    onEnd: (ended) => {
      askedAtMs.delete(ended.id);
      leastBalances.delete(ended.id);
      parts.onEnd(ended);
    },
  });

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

  /** While the address itself is held nothing leaves for it, not even for an account's sake. */
  const isAddressHeld = ({ scope }: CooldownRecord, { providerHost }: ActiveAccount): boolean =>
    scope === "account" && keeper.isHeld(null, providerHost);

  const sendProbe = async (record: CooldownRecord, account: ActiveAccount) => {
    if (isAddressHeld(record, account)) return null;
    askedAtMs.set(record.id, steadyNow());
    const ticket = keeper.ticket(account.id, account.providerHost);
    const own = record.scope === "egress" ? { egressEpoch: null } : { accountEpoch: null };
    try {
      return await parts.ask(account, { ...ticket, ...own });
    } catch (error) {
      parts.onFailed(error);
      return null;
    }
  };

  /** One question and what comes of it. The caller has made sure that it is the only one for this cooldown. */
  const ask = async (record: CooldownRecord, account: ActiveAccount): Promise<LookedUp | null> => {
    const isLookUp = record.state === "empty";
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
    if (!(await carryOut(record.id, { type: "tick" }, undefined, begun))) return null;
    const epoch = keeper.epochOf(record.id);
    if (epoch === null) return null;
    const result = await sendProbe(record, account);
    const balance = result?.balance ?? null;
    const read: ProbeFinding = result === null ? { kind: "unknown" } : readFinding(record.scope, result);
    const isStillEmpty = isLookUp && read.kind === "over" && !isAboveZero(balance);
    const finding: ProbeFinding = isStillEmpty ? { kind: "unknown" } : read;
    // "Still banned" is what an empty account is told as well, unless its balance could not be read.
    const verdict: ProbeVerdict = isStillEmpty && balance !== null ? "banned" : finding.kind;
    const error = result?.error ?? null;
    const answered: ProbeRecord = {
      ...begun,
      verdict,
      latencyMs: result?.latencyMs ?? null,
      code: error?.code ?? null,
      description: error?.description ?? null,
    };
    const event = { type: "probed", epoch, finding } as const;
    const done = await carryOut(record.id, event, isLookUp ? BY_BALANCE : BY_PROBE, answered);
    // Somebody else ended it while it was being asked: the answer is kept all the same.
    if (!done) await saver.save(record, answered);
    return { over: finding.kind === "over", balance, problem: error?.description ?? null };
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
      const others = (busyByHost.get(providerHost) ?? 1) - 1;
      if (others === 0) busyByHost.delete(providerHost);
      else busyByHost.set(providerHost, others);
    }
  };

  const inBackground = (record: CooldownRecord, work: () => Promise<unknown>): void => {
    exclusively(record, work).then(attendDue, parts.onFailed);
  };

  const attend = (record: CooldownRecord): void => {
    const account = findAccount(record);
    if (account !== null) {
      const isCrowded = (busyByHost.get(record.providerHost) ?? 0) >= MAX_AT_ONCE_PER_HOST;
      if (!busy.has(record.id) && !isCrowded && !isAddressHeld(record, account)) {
        inBackground(record, () => ask(record, account));
      }
    } else if (!busy.has(record.id)) {
      // A wait whose end nobody can ask about is over by its time.
      inBackground(record, () => carryOut(record.id, { type: "lifted" }, BY_TIME));
    }
  };

  const attendDue = (): void => {
    if (closed) return;
    for (const record of keeper.listDue(now())) attend(record);
  };

  /** What is left of a wait stays what it is when somebody sets the clock. */
  const watchClock = (): void => {
    const byMs = Math.round(now() - wallMs - (steadyNow() - steadyMs));
    wallMs = now();
    steadyMs = steadyNow();
    if (Math.abs(byMs) < STEP_MS) return;
    for (const record of keeper.stepClock(byMs, now())) void saver.save(record);
    parts.onChange();
  };

  const storeCounts = (): void => {
    if (steadyNow() - countedAtMs < TICK_MS) return;
    countedAtMs = steadyNow();
    saver.retry();
    const counted = keeper.takeCounted();
    if (counted.length === 0) return;
    saver.saveCounts(counted);
    parts.onChange();
  };

  const tick = (): void => {
    if (closed) return;
    watchClock();
    attendDue();
    storeCounts();
    const dueMs = keeper.nextDueAtMs();
    const waitMs = dueMs === null || dueMs <= now() ? TICK_MS : Math.min(TICK_MS, dueMs - now());
    timer = setTimeout(tick, waitMs).unref();
  };

  return {
    start: tick,
    lookUpNow: async (id) => {
      const record = keeper.find(id);
      const account = record === null ? null : findAccount(record);
      const sinceMs = steadyNow() - (askedAtMs.get(id) ?? Number.NEGATIVE_INFINITY);
      if (record === null || record.state !== "empty" || account === null) return "not-empty";
      if (isAddressHeld(record, account)) return "address-held";
      if (sinceMs < LEAST_GAP_MS) return "too-soon";
      const lookedUp = await exclusively(record, async () => {
        await carryOut(id, { type: "look-up-wanted" });
        return await ask(record, account);
      });
      return lookedUp ?? "too-soon";
    },
    noteBegin: ({ id, state, scopeKey }) => {
      const balance = state === "empty" ? parts.balanceOf(scopeKey) : null;
      if (balance !== null) leastBalances.set(id, balance);
    },
    noteBalance: (accountId, balance, ticket) => {
      const record = keeper.findOfAccount(accountId);
      if (record === null || record.state !== "empty" || ticket.accountEpoch === null) return;
      const least = leastBalances.get(record.id);
      const hasRisen = least === undefined || compareDecimal(balance, least) > 0;
      if (!hasRisen) leastBalances.set(record.id, balance);
      if (!hasRisen || !isAboveZero(balance)) return;
      const event = { type: "funded", epoch: ticket.accountEpoch } as const;
      // While it is being asked about, the answer to that decides.
      inBackground(record, () => carryOut(record.id, event, BY_BALANCE));
    },
    close: async () => {
      clearTimeout(timer);
      closed = true;
      await saver.close(keeper.takeCounted());
    },
  };
}
