import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { isCooldownKind } from "@/lib/domain/alert-rules/kinds";
import { toLine } from "./clean-text";
import { valuesOf } from "./notice-values";
import type { Words } from "./words";

/** A line of the table that channels draw beside the text. */
export interface MessageFact {
  readonly name: string;
  readonly value: string;
}

type FactName = Parameters<typeof nameOf>[1];
const nameOf = (
  words: Words,
  name:
    | "provider"
    | "account"
    | "channel"
    | "code"
    | "since"
    | "until"
    | "resolved"
    | "remaining"
    | "lasted"
    | "measured"
    | "threshold"
    | "balance"
    | "heldCalls"
    | "observedCalls"
    | "errors"
    | "rule"
    | "incident"
    | "severity",
): string => words.t(`fact.${name}`);

/** Where: the provider with its host where both are known, the account, the channel, the code. */
function whereOf(notice: AlertNotice, words: Words): [FactName, string | null][] {
  const { facts } = notice;
  const { provider, place, account, channel, code } = valuesOf(notice, words);
  const host = provider === place ? provider : words.t("value.provider", { name: provider, host: place });
  return [
    ["provider", facts.providerName === null && facts.providerHost === null ? null : host],
    ["account", facts.account === null && facts.subject.kind !== "account" ? null : account],
    ["channel", facts.subject.kind === "channel" ? channel : null],
    ["code", facts.code === null ? null : code],
  ];
}

function whenOf(
  { event, sinceMs, resolvedAtMs, resolvedHow, facts }: AlertNotice,
  words: Words,
  nowMs: number,
): [FactName, string | null][] {
  const { untilMs } = facts;
  const since: [FactName, string] = ["since", words.instant(sinceMs)];
  if (event === "resolved") {
    // What a person closed may well go on, so nothing is over.
    if (resolvedHow !== null && resolvedHow !== "recovered") {
      return [since, ["until", untilMs === null ? null : words.instant(untilMs)]];
    }
    const endMs = resolvedAtMs ?? nowMs;
    return [since, ["resolved", words.instant(endMs)], ["lasted", words.duration(endMs - sinceMs)]];
  }
  const isRunning = untilMs !== null && untilMs > nowMs;
  return [
    since,
    ["until", untilMs === null ? null : words.instant(untilMs)],
    ["remaining", isRunning ? words.duration(untilMs - nowMs) : null],
    ["lasted", isRunning ? null : words.duration(nowMs - sinceMs)],
  ];
}

function numbersOf(notice: AlertNotice, words: Words): [FactName, string | null][] {
  const { facts, kind } = notice;
  const { value, threshold, balance } = valuesOf(notice, words);
  const { calls, errors } = facts;
  // Of a ban the calls that count are those that brought it, which nobody numbers.
  const isCounted = calls !== null && errors !== null && !isCooldownKind(kind);
  const all = isCounted ? words.t("value.errors", { calls, errors }) : null;
  const counted = isCooldownKind(kind) && errors !== null ? words.number(errors) : all;
  return [
    // Of a low balance the measurement is the balance itself.
    ["measured", facts.value === null || kind === "low-balance" ? null : value],
    ["threshold", threshold],
    ["balance", facts.balance === null ? null : balance],
    ["errors", counted],
    ["heldCalls", facts.heldCalls === null ? null : words.number(facts.heldCalls)],
    ["observedCalls", facts.observedCalls ? words.number(facts.observedCalls) : null],
  ];
}

const present = (rows: readonly [FactName, string | null][], words: Words): MessageFact[] =>
  rows.flatMap(([name, value]) => (value === null ? [] : [{ name: nameOf(words, name), value }]));

/** What, where, since when, how long still and how many calls, of one incident. A test has none: nothing happened. */
export function factsOfOne(notice: AlertNotice, words: Words, nowMs: number): MessageFact[] {
  if (notice.event === "test") return [];
  const { rule, number, severity } = notice;
  return present(
    [
      ...whereOf(notice, words),
      ...whenOf(notice, words, nowMs),
      ...numbersOf(notice, words),
      ["rule", toLine(rule, 80)],
      ["incident", `#${number}`],
      ["severity", words.t(`severity.${severity}`)],
    ],
    words,
  );
}

const sameOf = (texts: readonly (string | null)[]): string | null =>
  texts.every((text) => text === texts[0]) ? (texts[0] ?? null) : null;

/** What several incidents have in common. */
export function factsOfGroup(notices: readonly AlertNotice[], words: Words): MessageFact[] {
  const [first] = notices;
  if (first === undefined) return [];
  const rowsOf = (notice: AlertNotice) => new Map(whereOf(notice, words));
  const common = (name: FactName) => sameOf(notices.map((notice) => rowsOf(notice).get(name) ?? null));
  const held = notices.reduce((sum, { facts }) => sum + (facts.heldCalls ?? 0), 0);
  return present(
    [
      ["provider", common("provider")],
      ["account", common("account")],
      ["code", common("code")],
      ["since", words.instant(Math.min(...notices.map(({ sinceMs }) => sinceMs)))],
      ["heldCalls", held === 0 ? null : words.number(held)],
      ["rule", sameOf(notices.map(({ rule }) => toLine(rule, 80)))],
      ["severity", sameOf(notices.map(({ severity }) => words.t(`severity.${severity}`)))],
    ],
    words,
  );
}
