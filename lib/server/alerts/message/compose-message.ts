import type { ChannelTemplates } from "@/lib/contracts/alert-channels";
import { type AlertNotice, NOTICE_EVENTS, type NoticeEvent } from "@/lib/contracts/alert-notice";
import type { TemplateProblem } from "@/lib/contracts/template-problem";
import { SEVERITIES, type Severity } from "@/lib/domain/alert-rules/kinds";
import type { Locale } from "@/lib/domain/locales";
import type { ComposedMessage } from "../senders/channel-adapter";
import { toProblem } from "./check-templates";
import { toLine, toLines } from "./clean-text";
import { linksOf } from "./message-links";
import { factsOfGroup, factsOfOne } from "./notice-facts";
import { linesOfOne, titleOfOne } from "./one-notice";
import { linesOfSeveral, titleOfSeveral } from "./several-notices";
import { renderTemplate } from "./template-engine";
import { type BuiltInText, templateValues } from "./template-variables";
import { DEFAULT_TIME_ZONE, type Words, wordsIn } from "./words";

/** What a message is made of. */
export interface MessageParts {
  readonly dedupKey: string;
  /** At least one, the oldest first. */
  readonly notices: readonly AlertNotice[];
  /** How many incidents it tells of beyond these. */
  readonly moreNotices: number;
  readonly channel: { readonly locale: Locale; readonly templates: ChannelTemplates };
  readonly createdAtMs: number;
  readonly nowMs: number;
}

/**
 * Puts a message into words, in its channel's language, as they are true at `nowMs`. A template that fails leaves the
 * built-in text in its place: a message is never lost to one.
 */
export type ComposeMessage = (parts: MessageParts) => ComposedMessage;

const MAX_TITLE_CHARS = 200;
const MAX_TEXT_CHARS = 4_000;

/** What begins is said before what goes on, and what is over comes last. */
const EVENTS_BY_WEIGHT = [
  ...["firing", "escalation", "reminder", "acknowledged", "resolved", "test"],
] as const satisfies NoticeEvent[];

const firstOf = <T>(order: readonly T[], present: readonly T[], otherwise: T): T =>
  order.find((one) => present.includes(one)) ?? otherwise;

export const eventOf = (notices: readonly AlertNotice[]): NoticeEvent =>
  firstOf<NoticeEvent>(
    EVENTS_BY_WEIGHT,
    notices.map(({ event }) => event),
    NOTICE_EVENTS[0],
  );

const severityOf = (notices: readonly AlertNotice[]): Severity =>
  firstOf<Severity>(
    SEVERITIES,
    notices.map(({ severity }) => severity),
    "info",
  );

/** The built-in words of a message. */
export function builtInText(
  parts: MessageParts,
  origin: string,
  timeZone: string,
): BuiltInText & { readonly isDrill: boolean; readonly words: Words } {
  const { notices, moreNotices, nowMs } = parts;
  const words = wordsIn(parts.channel.locale, timeZone);
  const [first] = notices;
  if (first === undefined) throw new RangeError("a message tells of at least one incident");
  const isOne = notices.length === 1 && moreNotices === 0;
  const isDrill = notices.every(({ facts }) => facts.isDrill);
  const title = isOne ? titleOfOne(first, words) : titleOfSeveral(notices, moreNotices, words);
  const lines = isOne ? linesOfOne(first, words, nowMs) : linesOfSeveral(notices, moreNotices, words, nowMs);
  return {
    title: toLine(isDrill && first.event !== "test" ? words.t("title.drill", { title }) : title, MAX_TITLE_CHARS),
    text: toLines(lines.join("\n"), MAX_TEXT_CHARS),
    links: linksOf(notices, origin, words),
    isDrill,
    words,
  };
}

/** What the templates make of the built-in words; null where there is none or it failed. */
export function fillTemplates(
  templates: ChannelTemplates,
  values: Readonly<Record<string, unknown>>,
): { readonly title: string | null; readonly text: string | null; readonly problems: readonly TemplateProblem[] } {
  const problems: TemplateProblem[] = [];
  const fill = (field: TemplateProblem["field"], clean: (text: string) => string): string | null => {
    const template = templates[field];
    if (template === null) return null;
    const rendered = renderTemplate(template, values);
    const text = rendered.kind === "text" ? clean(rendered.text) : "";
    if (rendered.kind === "wrong") problems.push(toProblem(field, rendered.fault));
    // No service takes a message that says nothing.
    else if (text === "") problems.push(toProblem(field, { fault: "empty", what: "", place: null, near: [] }));
    return text === "" ? null : text;
  };
  const title = fill("title", (text) => toLine(text, MAX_TITLE_CHARS));
  return { title, text: fill("text", (text) => toLines(text, MAX_TEXT_CHARS)), problems };
}

/**
 * @param options.origin the dashboard's own address, which links begin with
 * @param options.timeZone whose clocks messages show; UTC without it
 * @param options.onTemplateProblem hears of each template that was left out of a message
 */
export function createComposeMessage(options: {
  readonly origin: string;
  readonly timeZone?: () => string;
  readonly onTemplateProblem?: (problem: TemplateProblem, dedupKey: string) => void;
}): ComposeMessage {
  return (parts) => {
    const { notices, moreNotices, channel, nowMs } = parts;
    const { words, isDrill, ...builtIn } = builtInText(
      parts,
      options.origin,
      options.timeZone?.() ?? DEFAULT_TIME_ZONE,
    );
    const hasTemplates = channel.templates.title !== null || channel.templates.text !== null;
    const filled = hasTemplates
      ? fillTemplates(channel.templates, templateValues(builtIn, notices, moreNotices, words, nowMs))
      : { title: null, text: null, problems: [] };
    for (const problem of filled.problems) options.onTemplateProblem?.(problem, parts.dedupKey);
    const [first] = notices;
    const isOne = first !== undefined && notices.length === 1 && moreNotices === 0;
    const facts = isOne ? factsOfOne(first, words, nowMs) : factsOfGroup(notices, words);
    return {
      dedupKey: parts.dedupKey,
      event: eventOf(notices),
      severity: severityOf(notices),
      isDrill,
      locale: channel.locale,
      title: filled.title ?? builtIn.title,
      text: filled.text ?? builtIn.text,
      facts: filled.text === null ? facts : [],
      links: builtIn.links,
      notices,
      atMs: parts.createdAtMs,
    };
  };
}
