import type { AlertNotice, NoticeEvent } from "@/lib/contracts/alert-notice";
import type { Locale } from "@/lib/domain/locales";
import { wordsIn } from "./words";

const MINUTE_MS = 60_000;

/** A made-up ban of ten minutes, three of which are over; of the event resolved all are. */
export function createSampleNotice(parts: {
  readonly event: NoticeEvent;
  readonly locale: Locale;
  readonly nowMs: number;
}): AlertNotice {
  const { event, nowMs } = parts;
  const { t } = wordsIn(parts.locale);
  const isOver = event === "resolved";
  const sinceMs = nowMs - (isOver ? 10 : 3) * MINUTE_MS;
  return {
    incidentId: "test",
    number: 1,
    event,
    atMs: nowMs,
    kind: "ip-ban",
    rule: t("sample.rule"),
    severity: event === "test" ? "info" : "critical",
    sinceMs,
    resolvedAtMs: isOver ? nowMs : null,
    resolvedHow: isOver ? "recovered" : null,
    resolvedBy: null,
    changes: 1,
    facts: {
      subject: { kind: "address", id: "api.ez-captcha.com", name: "api.ez-captcha.com" },
      providerName: "EZ-Captcha",
      providerHost: "api.ez-captcha.com",
      accountId: null,
      account: t("sample.account"),
      code: "ERROR_IP_BANNED",
      description: t("sample.description"),
      cooldownId: "test",
      untilMs: sinceMs + 10 * MINUTE_MS,
      value: null,
      threshold: null,
      balance: null,
      unit: null,
      calls: null,
      errors: null,
      heldCalls: 128,
      observedCalls: null,
      isDrill: false,
    },
  };
}
