import { RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { CooldownRecord } from "../../store/cooldowns";
import { needsSnapshot } from "../measure/measurer";
import type { Deed, DeedOutcome } from "./deeds";
import { createDueTimes } from "./due-times";
import type { AlertEntry } from "./entry";
import { createLook, type LookParts } from "./look";

/** Looks at what happened and at what is so, and writes what follows from it: one look at a time (DESIGN §5). */
export interface AlertEngine {
  /** A cooldown began, or ended. Looked at in this order, so that even the shortest ban is told of. */
  noteCooldown(record: CooldownRecord): void;
  /** Something changed that these kinds look at. */
  noteChange(kinds: readonly RuleKind[]): void;
  /**
   * @returns the incident as it is then
   * - "unknown": there is none of that id that is open
   */
  act(deed: Deed): Promise<DeedOutcome>;
  list(): readonly AlertEntry[];
  /** When rules were last looked at; null before the first time. */
  lookedAtMs(): number | null;
  /** When all that rules need was last read from the database for a look; null before the first time. */
  readAtMs(): number | null;
  /**
   * Looks at everything once, what happened while nobody looked included, then goes on by itself. Waits for that look for
   * three seconds at most.
   */
  start(missed: readonly CooldownRecord[]): Promise<void>;
  close(): Promise<void>;
}

interface WaitingDeed extends Deed {
  readonly settle: (outcome: DeedOutcome) => void;
  readonly fail: (error: unknown) => void;
}

/** What memory tells is looked at this often even if nobody says that it changed; what the database tells every third time. */
const LOOK_EVERY_MS = 5_000;
const SNAPSHOT_EVERY = 3;
const RETRY_AFTER_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** Between two looks of which none is urgent: changes come by the hundred, and calls want their turn. */
const GAP_MS = 100;
/** How many times as long as a look took alerts rest after it, so that calls have most of the time however much changes. */
const REST_TIMES = 4;
const LONGEST_REST_MS = 150;
/** Where many things happen each is urgent: a short rest gathers them, and leaves a second for the way to people. */
const LONGEST_URGENT_REST_MS = 50;
/** Cooldowns that wait to be looked at while the database takes nothing. What is left out is found when it runs still. */
const MAX_WAITING = 10_000;
/** How long a start waits for the first look. */
const START_WAIT_MS = 3_000;

/** How long a look that took `tookMs` is rested from before the next one. */
function restAfter(tookMs: number, isUrgent: boolean): number {
  const restMs = tookMs * REST_TIMES;
  return isUrgent ? Math.min(restMs, LONGEST_URGENT_REST_MS) : Math.min(Math.max(restMs, GAP_MS), LONGEST_REST_MS);
}

export function createAlertEngine(parts: LookParts): AlertEngine {
  const { book, rules, now } = parts;
  const look = createLook(parts);
  let cooldowns: CooldownRecord[] = [];
  let deeds: WaitingDeed[] = [];
  let kinds = new Set<RuleKind>();
  let lookedAtMs: number | null = null;
  let readAtMs: number | null = null;
  let ticks = 0;
  let failures = 0;
  let last = { endedAt: Number.NEGATIVE_INFINITY, tookMs: 0 };
  let wakeTimer: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  let running: Promise<void> | null = null;
  let isStarted = false;
  let isClosed = false;

  const lookOnce = async (): Promise<void> => {
    const wanted = kinds;
    kinds = new Set();
    const prepared = await look.prepare(wanted);
    const [takenCooldowns, takenDeeds] = [cooldowns, deeds];
    cooldowns = [];
    deeds = [];
    try {
      const { atMs, outcomes } = await look.take(prepared, { cooldowns: takenCooldowns, deeds: takenDeeds });
      for (const deed of takenDeeds) deed.settle(outcomes.get(deed) ?? "unknown");
      lookedAtMs = atMs;
      if (prepared.isAllRead) readAtMs = atMs;
    } catch (error) {
      cooldowns = [...takenCooldowns, ...cooldowns].slice(-MAX_WAITING);
      for (const kind of wanted) kinds.add(kind);
      // A person is there to try again; what happened is not.
      for (const deed of takenDeeds) deed.fail(error);
      throw error;
    }
  };

  /** What happened and what people do is looked at without delay; what only may have changed can wait a moment. */
  const isUrgent = () => cooldowns.length > 0 || deeds.length > 0;
  const hasWork = () => isUrgent() || kinds.size > 0;

  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    do {
      try {
        await lookOnce();
        failures = 0;
      } catch (error) {
        parts.onFailed(error);
        failures += 1;
        if (isClosed) return;
        const waitMs = Math.min(RETRY_AFTER_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    } while (failures > 0);
    last = { endedAt: performance.now(), tookMs: performance.now() - startedAt };
  };

  const cancelWake = (): void => {
    if (wakeTimer !== null) clearTimeout(wakeTimer.timer);
    wakeTimer = null;
  };

  const wake = (): void => {
    // Before the start nothing is looked at: what was missed comes first.
    if (running !== null || isClosed || !isStarted || !hasWork()) return;
    const at = last.endedAt + restAfter(last.tookMs, isUrgent());
    if (at > performance.now()) {
      // What is urgent is not to wait for what is not.
      if (wakeTimer !== null && wakeTimer.at <= at) return;
      cancelWake();
      const timer = setTimeout(() => {
        wakeTimer = null;
        wake();
      }, at - performance.now());
      wakeTimer = { at, timer };
      return;
    }
    cancelWake();
    running = run().finally(() => {
      running = null;
      if (isClosed) return;
      wake();
      dueTimes.plan();
    });
  };

  const noteChange = (changed: readonly RuleKind[]): void => {
    for (const kind of changed) kinds.add(kind);
    wake();
  };

  const dueTimes = createDueTimes({
    ...{ book, rules, now, onDue: noteChange },
    lookedAtMs: () => lookedAtMs,
    longestWaitMs: LOOK_EVERY_MS,
  });

  const timer = setInterval(() => {
    ticks += 1;
    noteChange(ticks % SNAPSHOT_EVERY === 0 ? RULE_KINDS : RULE_KINDS.filter((kind) => !needsSnapshot(kind)));
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    noteCooldown: (record) => {
      cooldowns.push(record);
      wake();
    },
    noteChange,
    act: (deed) =>
      new Promise((settle, fail) => {
        deeds.push({ ...deed, settle, fail });
        // A message that becomes due by it is the next look's.
        for (const kind of RULE_KINDS) if (!needsSnapshot(kind)) kinds.add(kind);
        wake();
      }),
    list: book.list,
    lookedAtMs: () => lookedAtMs,
    readAtMs: () => readAtMs,
    start: async (missed) => {
      isStarted = true;
      cooldowns.unshift(...missed);
      noteChange(RULE_KINDS);
      // A database that takes nothing must not keep the calls waiting: alerts catch up when it does.
      let patience: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, START_WAIT_MS);
      });
      await Promise.race([running, waited]);
      clearTimeout(patience);
    },
    close: async () => {
      clearInterval(timer);
      dueTimes.close();
      cancelWake();
      isClosed = true;
      await running;
      // Somebody waits for the answer to what they did.
      if (isStarted && isUrgent()) await lookOnce().catch(parts.onFailed);
    },
  };
}
