import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { isCooldownKind } from "@/lib/domain/alert-rules/kinds";
import { adviceOf } from "./advice";
import { toLine } from "./clean-text";
import { type NoticeValues, valuesOf } from "./notice-values";
import type { Words } from "./words";

const MAX_DESCRIPTION_CHARS = 300;

/** What happened, in one line, as it is said while it lasts. */
export function headlineOf(notice: AlertNotice, words: Words): string {
  const values = valuesOf(notice, words);
  const { place, account, channel, code, balance, value } = values;
  return words.t(`headline.${notice.kind}`, { place, account, channel, code, balance, share: value, duration: value });
}

/** The title of a message about one incident, not yet marked as a drill's. */
export function titleOfOne(notice: AlertNotice, words: Words): string {
  const what = headlineOf(notice, words);
  switch (notice.event) {
    case "firing":
    // Whoever hears of it says so in a way of their own.
    case "acknowledged":
      return what;
    case "reminder":
      return words.t("title.reminder", { what });
    case "escalation":
      return words.t("title.escalation", { what });
    case "test":
      return words.t("title.test");
    case "resolved": {
      // What a person closed may well go on.
      if (notice.resolvedHow !== "recovered") return words.t("title.closed", { what });
      const { place, account, channel, code } = valuesOf(notice, words);
      const over = words.t(`resolvedHeadline.${notice.kind}`, { place, account, channel, code });
      return words.t("title.resolved", { what: over });
    }
  }
}

/** What is so, in a sentence. */
function whatOf({ kind, facts }: AlertNotice, values: NoticeValues, words: Words): string {
  const { provider, account, channel, code, balance, value, threshold } = values;
  const names = { provider, account, channel, code, balance, share: value, duration: value };
  if (kind === "low-balance" && threshold !== null) return words.t("what.low-balance-limit", { ...names, threshold });
  if (kind === "provider-unavailable" && facts.value !== null) return words.t("what.provider-unavailable-share", names);
  if (kind === "error-rate" && facts.calls !== null && facts.errors !== null) {
    return words.t("what.error-rate-counted", { ...names, calls: facts.calls, errors: facts.errors });
  }
  return words.t(`what.${kind}`, names);
}

/** Since when, and how long still. */
function whenOpen({ kind, sinceMs, facts }: AlertNotice, provider: string, words: Words, nowMs: number): string {
  const since = words.instant(sinceMs);
  const { untilMs } = facts;
  if (untilMs !== null) {
    const until = words.clock(untilMs, sinceMs);
    if (untilMs <= nowMs) return words.t("when.overdue", { since, until, provider });
    return words.t("when.left", { since, until, left: words.duration(untilMs - nowMs) });
  }
  if (kind === "zero-balance") return words.t("when.untilTopUp", { since });
  if (isCooldownKind(kind)) return words.t("when.noEnd", { since });
  return words.t("when.since", { since, duration: words.duration(nowMs - sinceMs) });
}

function whenOver(notice: AlertNotice, words: Words, nowMs: number): string {
  const { sinceMs, resolvedHow, resolvedBy, changes } = notice;
  const endMs = notice.resolvedAtMs ?? nowMs;
  const duration = words.duration(endMs - sinceMs);
  if (changes > 1 && (resolvedHow === null || resolvedHow === "recovered")) {
    return words.t("when.cameAndWent", { since: words.instant(sinceMs), until: words.clock(endMs, sinceMs), duration });
  }
  const at = words.instant(endMs);
  const by = toLine(resolvedBy ?? "Banwatch", 80);
  return words.t(`when.${resolvedHow ?? "recovered"}`, { at, duration, by, rule: toLine(notice.rule, 80) });
}

/** What a message about one incident says: what happened, since when and how long still, and what to do. */
export function linesOfOne(notice: AlertNotice, words: Words, nowMs: number): string[] {
  if (notice.event === "test") return [words.t("said.test")];
  const { facts } = notice;
  const drill = facts.isDrill ? [words.t("said.drill")] : [];
  if (notice.event === "resolved") return [...drill, whenOver(notice, words, nowMs)];
  const values = valuesOf(notice, words);
  const { provider } = values;
  const waited = words.duration(notice.atMs - notice.sinceMs);
  const description = facts.description === null ? "" : toLine(facts.description, MAX_DESCRIPTION_CHARS);
  return [
    ...drill,
    ...(notice.event === "escalation" ? [words.t("said.escalation", { duration: waited })] : []),
    whatOf(notice, values, words),
    whenOpen(notice, provider, words, nowMs),
    ...(description === ""
      ? []
      : [
          notice.kind === "channel-failing"
            ? words.t("said.channelAnswer", { description })
            : words.t("said.description", { provider, description }),
        ]),
    ...(facts.heldCalls ? [words.t("said.held", { calls: facts.heldCalls })] : []),
    ...(facts.observedCalls ? [words.t("said.observed", { calls: facts.observedCalls })] : []),
    adviceOf(notice, words),
  ];
}
