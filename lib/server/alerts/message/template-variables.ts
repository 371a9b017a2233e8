import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { Locale } from "@/lib/domain/locales";
import type { MessageLink } from "../senders/channel-adapter";
import { adviceOf } from "./advice";
import { toLine } from "./clean-text";
import { valuesOf } from "./notice-values";
import { createSampleNotice } from "./sample-notice";
import type { KnownNames } from "./template-names";
import { type Words, wordsIn } from "./words";

/** What the built-in texts of a message are. */
export interface BuiltInText {
  readonly title: string;
  readonly text: string;
  readonly links: readonly MessageLink[];
}

const MAX_NOTICES = 50;

type Values = Readonly<Record<string, unknown>>;

/** What is known of one incident. What does not apply to it is null: to Liquid an empty text is something. */
function valuesOfNotice(notice: AlertNotice, words: Words, nowMs: number): Values {
  const { facts, sinceMs, resolvedAtMs } = notice;
  const { untilMs } = facts;
  const { provider, account, channel, code, value, threshold, balance } = valuesOf(notice, words);
  const only = (known: unknown, text: string) => (known === null ? null : text);
  return {
    severity: notice.severity,
    event: notice.event,
    kind: notice.kind,
    rule: toLine(notice.rule, 80),
    number: notice.number,
    subject: channel,
    provider: only(facts.providerName ?? facts.providerHost, provider),
    host: facts.providerHost,
    account: only(facts.account, account),
    code: only(facts.code, code),
    description: facts.description === null ? null : toLine(facts.description, 1_000),
    since: words.instant(sinceMs),
    until: untilMs === null ? null : words.instant(untilMs),
    remaining: untilMs === null || untilMs <= nowMs ? null : words.duration(untilMs - nowMs),
    resolved: resolvedAtMs === null ? null : words.instant(resolvedAtMs),
    duration: words.duration((resolvedAtMs ?? nowMs) - sinceMs),
    value: only(facts.value, value),
    threshold,
    balance: only(facts.balance, balance),
    heldCalls: facts.heldCalls,
    calls: facts.calls,
    errors: facts.errors,
    drill: facts.isDrill,
    advice: adviceOf(notice, words),
  };
}

/**
 * What templates may name: all that is known of the first incident, `count` and `notices` for messages about several, and
 * the built-in `title` and `text` to build on.
 *
 * @param notices at least one
 */
export function templateValues(
  builtIn: BuiltInText,
  notices: readonly AlertNotice[],
  moreNotices: number,
  words: Words,
  nowMs: number,
): Values {
  const [first] = notices;
  return {
    ...(first === undefined ? {} : valuesOfNotice(first, words, nowMs)),
    title: builtIn.title,
    text: builtIn.text,
    links: Object.fromEntries(builtIn.links.map(({ kind, url }) => [kind, url])),
    count: notices.length + moreNotices,
    notices: notices.slice(0, MAX_NOTICES).map((notice) => valuesOfNotice(notice, words, nowMs)),
  };
}

/** A message of the links that it could have; which of them it has depends on what it tells of. */
const LINK_NAMES = ["acknowledge", "incident", "report"] as const satisfies readonly MessageLink["kind"][];

const namesOf = (locale: Locale): KnownNames => {
  const words = wordsIn(locale);
  const notice = createSampleNotice({ event: "firing", locale, nowMs: 0 });
  const top = templateValues({ title: "", text: "", links: [] }, [notice], 0, words, 0);
  return { top: Object.keys(top), notice: Object.keys(valuesOfNotice(notice, words, 0)), link: LINK_NAMES };
};

/** All that templates may name; the same in every language. */
export const KNOWN_NAMES = namesOf("en");

const MAX_EXAMPLE_CHARS = 200;

/** Each name as a template writes it, with what it stands for in these values. */
export function listVariables(values: Values): { name: string; example: string }[] {
  const example = (value: unknown) => String(value ?? "").slice(0, MAX_EXAMPLE_CHARS);
  return Object.entries(values).flatMap(([name, value]) => {
    if (name === "links")
      return Object.entries(value as Values).map(([kind, url]) => ({ name: `links.${kind}`, example: example(url) }));
    if (Array.isArray(value))
      return [{ name: `${name}[]`, example: `{% for one in ${name} %}{{ one.subject }} {% endfor %}` }];
    return [{ name, example: example(value) }];
  });
}
