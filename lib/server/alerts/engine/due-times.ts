import { nextDueMs } from "@/lib/domain/alert-lifecycle/next-due";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleRecords } from "../rules/rule-records";
import { timingOf } from "../rules/rule-timing";
import type { AlertBook } from "./alert-book";

/** Wakes alerts for what comes by time alone: a wait that is over, a reminder. */
export interface DueTimes {
  /** Plans the next one anew, after a look. */
  plan(): void;
  close(): void;
}

/** No busy loop, whatever a clock says. */
const LEAST_WAIT_MS = 200;

/** @param parts.onDue told of the kinds of which something is due */
export function createDueTimes(parts: {
  readonly book: Pick<AlertBook, "ruleIds" | "listOfRule">;
  readonly rules: Pick<RuleRecords, "find">;
  /** What was due at the last look had its turn then. */
  readonly lookedAtMs: () => number | null;
  readonly longestWaitMs: number;
  readonly now: () => number;
  readonly onDue: (kinds: readonly RuleKind[]) => void;
}): DueTimes {
  const { book, rules, now } = parts;
  let timer: NodeJS.Timeout | null = null;

  /** When something of each rule is next due. */
  const listDue = (): { readonly atMs: number; readonly kind: RuleKind }[] =>
    book.ruleIds().flatMap((ruleId) => {
      const settings = rules.find(ruleId)?.settings;
      if (settings === undefined) return [];
      const timing = timingOf(settings);
      const lookedAtMs = parts.lookedAtMs() ?? 0;
      let leastMs = Number.POSITIVE_INFINITY;
      for (const { state, reading } of book.listOfRule(ruleId)) {
        const atMs = reading === null ? null : nextDueMs(state, reading, timing);
        if (atMs !== null && atMs > lookedAtMs) leastMs = Math.min(leastMs, atMs);
      }
      return leastMs === Number.POSITIVE_INFINITY ? [] : [{ atMs: leastMs, kind: settings.when }];
    });

  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const plan = (): void => {
    stop();
    const due = listDue();
    if (due.length === 0) return;
    const nextMs = Math.min(...due.map(({ atMs }) => atMs));
    timer = setTimeout(
      () => {
        const nowMs = now();
        const kinds = listDue().flatMap(({ atMs, kind }) => (atMs <= nowMs ? [kind] : []));
        plan();
        parts.onDue(kinds);
      },
      Math.min(Math.max(nextMs - now(), LEAST_WAIT_MS), parts.longestWaitMs),
    );
    timer.unref();
  };

  return { plan, close: stop };
}
