import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { toLine } from "./clean-text";
import type { Words } from "./words";

const MAX_NAME_CHARS = 80;
const MAX_CODE_CHARS = 100;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const toLineOrNull = (text: string | null, maxChars: number) => (text === null ? null : toLine(text, maxChars));

/** A number of a rule, in words: a share as a percentage, a length of time as such, a balance with its unit. */
function measure(value: number | null, notice: AlertNotice, words: Words): string | null {
  const unit = ruleKindFacts(notice.kind).threshold?.unit;
  if (value === null || unit === undefined) return null;
  switch (unit) {
    case "share":
      return words.share(value);
    case "minutes":
      return words.duration(value * MINUTE_MS);
    case "hours":
      return words.duration(value * HOUR_MS);
    case "balance":
      return withUnit(words.number(value), notice, words);
  }
}

const withUnit = (balance: string, { facts }: AlertNotice, words: Words): string =>
  facts.unit === null ? balance : words.t("value.balance", { balance, unit: toLine(facts.unit, MAX_NAME_CHARS) });

/** What the texts of one notice name, in words. */
export interface NoticeValues {
  /** The provider's host where it is known, for titles. */
  readonly place: string;
  /** The provider's name, for sentences. */
  readonly provider: string;
  readonly account: string;
  readonly channel: string;
  readonly code: string;
  readonly value: string;
  readonly threshold: string | null;
  readonly balance: string;
  readonly isOpen: boolean;
}

export function valuesOf(notice: AlertNotice, words: Words): NoticeValues {
  const { facts } = notice;
  const name = toLineOrNull(facts.providerName, MAX_NAME_CHARS);
  const host = toLineOrNull(facts.providerHost, MAX_NAME_CHARS);
  const subject = toLine(facts.subject.name, MAX_NAME_CHARS);
  const account = facts.account ?? (facts.subject.kind === "account" ? subject : null);
  const measured = measure(facts.value, notice, words);
  return {
    place: host ?? name ?? words.t("unknown.provider"),
    provider: name ?? host ?? words.t("unknown.provider"),
    account: toLineOrNull(account, MAX_NAME_CHARS) ?? words.t("unknown.account"),
    channel: subject,
    code: toLineOrNull(facts.code, MAX_CODE_CHARS) ?? words.t("unknown.code"),
    value: measured ?? "–",
    threshold: measure(facts.threshold, notice, words),
    balance:
      facts.balance === null
        ? notice.kind === "low-balance" && measured !== null
          ? measured
          : words.t("unknown.balance")
        : withUnit(facts.balance, notice, words),
    isOpen: notice.event !== "resolved",
  };
}
