import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { adviceOf } from "./advice";
import { toLine } from "./clean-text";
import type { Words } from "./words";

/** Incidents that a message names. */
const MAX_NAMED = 10;

const sameOf = <T>(values: readonly T[]): T | null =>
  values[0] !== undefined && values.every((value) => value === values[0]) ? values[0] : null;

/** "12 accounts banned at api.ez-captcha.com". */
function whatOf(notices: readonly AlertNotice[], count: number, words: Words): string {
  const kind = sameOf(notices.map((notice) => notice.kind));
  const what = words.t(`group.${kind ?? "several"}`, { count });
  const place = sameOf(notices.map(({ facts }) => facts.providerHost ?? facts.providerName));
  return place === null ? what : words.t("group.at", { what, place: toLine(place, 80) });
}

const isOver = ({ event }: AlertNotice) => event === "resolved";

/**
 * The title of a message about several incidents, not yet marked as a drill's.
 *
 * @param more how many it tells of beyond `notices`
 */
export function titleOfSeveral(notices: readonly AlertNotice[], more: number, words: Words): string {
  const resolved = notices.filter(isOver).length;
  if (resolved > 0 && resolved < notices.length) {
    const what = whatOf(notices, notices.length, words);
    const mixed = words.t("title.mixed", { what, open: notices.length - resolved, resolved });
    return more === 0 ? mixed : words.t("title.andMore", { what: mixed, more });
  }
  const what = whatOf(notices, notices.length + more, words);
  if (resolved > 0) return words.t("title.resolved", { what });
  const event = sameOf(notices.map((notice) => notice.event));
  return event === "reminder" || event === "escalation" ? words.t(`title.${event}`, { what }) : what;
}

function itemOf(notice: AlertNotice, words: Words, nowMs: number): string {
  const name = toLine(notice.facts.subject.name, 80);
  const since = words.instant(notice.sinceMs);
  if (isOver(notice)) {
    return words.t("item.resolved", { name, since, until: words.clock(notice.resolvedAtMs ?? nowMs, notice.sinceMs) });
  }
  const { untilMs } = notice.facts;
  if (untilMs === null) return words.t("item.since", { name, since });
  return words.t("item.until", { name, since, until: words.clock(untilMs, notice.sinceMs) });
}

/** What a message about several incidents says: the first of each, those that are open before others, and what to do. */
export function linesOfSeveral(notices: readonly AlertNotice[], more: number, words: Words, nowMs: number): string[] {
  const ordered = [...notices.filter((notice) => !isOver(notice)), ...notices.filter(isOver)];
  const named = ordered.slice(0, MAX_NAMED);
  const unnamed = notices.length - named.length + more;
  const [first] = ordered;
  const escalated = ordered.find(({ event }) => event === "escalation");
  const kind = sameOf(notices.map((notice) => notice.kind));
  const hasAdvice = first !== undefined && !isOver(first) && kind !== null;
  return [
    ...(notices.every(({ facts }) => facts.isDrill) ? [words.t("said.drill")] : []),
    ...(escalated === undefined
      ? []
      : [words.t("said.escalation", { duration: words.duration(escalated.atMs - escalated.sinceMs) })]),
    ...named.map((notice) => `• ${itemOf(notice, words, nowMs)}`),
    ...(unnamed === 0 ? [] : [words.t("item.more", { more: unnamed })]),
    ...(hasAdvice ? [adviceOf(first, words)] : []),
  ];
}
