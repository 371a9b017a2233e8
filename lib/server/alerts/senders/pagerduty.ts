import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { ComposedMessage, SendOutcome, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import type { DeliveryProgress } from "./delivery-progress";
import { fitText, toPlainLine, toPlainLines } from "./fit-text";
import { toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** PagerDuty's limits (Events API v2, "Send an alert event"); an event has at most 512 KB. */
const SUMMARY_LENGTH = 1_024;
const KEY_LENGTH = 255;
const SHORT_LENGTH = 255;
const TEXT_LENGTH = 8_000;
const MAX_FACTS = 40;

const short = (text: string) => fitText(toPlainLine(text), SHORT_LENGTH);
const toIso = (atMs: number | null) => (atMs === null ? undefined : new Date(atMs).toISOString());

/** What PagerDuty tells the events of one incident by, in every message about it. */
const dedupKeyOf = ({ incidentId }: AlertNotice) => `banwatch/${incidentId}`.slice(0, KEY_LENGTH);

function summaryOf(message: ComposedMessage, { rule, facts }: AlertNotice): string {
  if (message.notices.length === 1) return fitText(toPlainWords(message).title, SUMMARY_LENGTH);
  const code = facts.code === null ? "" : ` (${facts.code})`;
  return fitText(toPlainLine(`${rule}: ${facts.subject.name}${code}`), SUMMARY_LENGTH);
}

function detailsOf(message: ComposedMessage, notice: AlertNotice) {
  const { facts } = notice;
  const words = toPlainWords(message);
  const shown = words.facts.slice(0, MAX_FACTS).map(({ name, value }) => [short(name), short(value)]);
  return {
    // A message of many is about all of them; what is known of this one stands below.
    ...(message.notices.length === 1 ? Object.fromEntries(shown) : {}),
    text: fitText(words.text, TEXT_LENGTH),
    incident: `#${notice.number}`,
    rule: short(notice.rule),
    kind: notice.kind,
    code: facts.code === null ? undefined : short(facts.code),
    description: facts.description === null ? undefined : fitText(toPlainLines(facts.description), TEXT_LENGTH),
    since: toIso(notice.sinceMs),
    until: toIso(facts.untilMs),
    value: facts.value ?? undefined,
    threshold: facts.threshold ?? undefined,
    calls: facts.calls ?? undefined,
    errors: facts.errors ?? undefined,
    held_calls: facts.heldCalls ?? undefined,
    drill: facts.isDrill,
  };
}

/**
 * One notice as an event (PagerDuty, Events API v2): what begins or still is so triggers, what somebody has acknowledges,
 * what is over resolves. All name the incident, so that a second trigger joins the first.
 */
export function formatPagerDuty(message: ComposedMessage, notice: AlertNotice, routingKey: string) {
  const key = { routing_key: routingKey, dedup_key: dedupKeyOf(notice) };
  if (notice.event === "resolved") return { ...key, event_action: "resolve" as const };
  if (notice.event === "acknowledged") return { ...key, event_action: "acknowledge" as const };
  const { facts } = notice;
  const { links } = toPlainWords(message);
  const [first] = links;
  return {
    ...key,
    event_action: "trigger" as const,
    client: "Banwatch",
    ...(first === undefined ? {} : { client_url: first.url }),
    links: links.map(({ label, url }) => ({ href: url, text: short(label) })),
    payload: {
      summary: summaryOf(message, notice),
      severity: notice.severity,
      source: short(facts.providerHost ?? facts.subject.name) || "banwatch",
      timestamp: new Date(notice.atMs).toISOString(),
      component: short(facts.account ?? facts.subject.name) || undefined,
      group: short(facts.providerName ?? "") || undefined,
      class: short(facts.code ?? "") || notice.kind,
      custom_details: detailsOf(message, notice),
    },
  };
}

/**
 * A test leaves nothing open: what it triggers is resolved at once. What came and went, or was acknowledged, before it
 * could be told is triggered too, as of when it began: of what was never triggered PagerDuty keeps no record.
 */
const listEvents = (message: ComposedMessage, routingKey: string) =>
  message.notices.flatMap((notice) => {
    const isUntold = (notice.event === "resolved" || notice.event === "acknowledged") && notice.changes > 1;
    const event = formatPagerDuty(message, notice, routingKey);
    if (notice.event === "test") return [event, formatPagerDuty(message, { ...notice, event: "resolved" }, routingKey)];
    if (!isUntold) return [event];
    return [formatPagerDuty(message, { ...notice, event: "firing", atMs: notice.sinceMs }, routingKey), event];
  });

/**
 * PagerDuty's Events API v2, which knows no grouped message: one event for each notice, one after the other. Those that
 * were taken are not sent again by the next attempt.
 */
export const createSendPagerDuty =
  (parts: HttpParts, progress: DeliveryProgress): SendTo<"pagerduty"> =>
  async (message, { baseUrl, routingKey }, signal) => {
    const url = `${baseUrl.replace(/\/+$/, "")}/v2/enqueue`;
    const redact = createRedact([routingKey], { address: baseUrl });
    const messageKey = `${routingKey} ${message.dedupKey}`;
    let delivered: SendOutcome = { kind: "delivered", httpStatus: null, answer: "" };
    let refused: SendOutcome | null = null;
    for (const event of listEvents(message, routingKey)) {
      const part = `${event.event_action} ${event.dedup_key}`;
      if (progress.isDone(messageKey, part)) continue;
      const request = { url, headers: JSON_HEADERS, body: JSON.stringify(event) };
      const outcome = await deliver(parts, "pagerduty", request, redact, signal);
      if (outcome.kind === "failed") return outcome;
      if (outcome.kind === "refused" && outcome.channelIsGone) return outcome;
      if (outcome.kind === "refused") refused = outcome;
      else {
        delivered = outcome;
        progress.markDone(messageKey, part);
      }
    }
    progress.forget(messageKey);
    return refused ?? delivered;
  };
