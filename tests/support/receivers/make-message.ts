import type { AlertFacts, AlertNotice } from "@/lib/contracts/alert-notice";
import type { ComposedMessage } from "@/lib/server/alerts/senders/channel-adapter";

const NOW_MS = Date.UTC(2026, 6, 1, 12, 0, 0);

const FACTS: AlertFacts = {
  subject: { kind: "address", id: "203.0.113.7", name: "203.0.113.7" },
  providerName: "Sandbox",
  providerHost: "api.provider.example",
  accountId: null,
  account: null,
  code: "ERROR_IP_BANNED",
  description: "Your IP is banned for 10 minutes",
  cooldownId: "cd_1",
  untilMs: NOW_MS + 600_000,
  value: null,
  threshold: null,
  balance: null,
  unit: null,
  calls: 120,
  errors: 40,
  heldCalls: 17,
  observedCalls: 0,
  isDrill: false,
};

/** A notice about an IP ban, with what a test says otherwise. */
export const makeNotice = (
  other: Partial<Omit<AlertNotice, "facts">> = {},
  facts: Partial<AlertFacts> = {},
): AlertNotice => ({
  incidentId: "inc_01",
  number: 12,
  event: "firing",
  atMs: NOW_MS,
  kind: "ip-ban",
  rule: "IP ban",
  severity: "critical",
  sinceMs: NOW_MS - 1_000,
  resolvedAtMs: null,
  resolvedHow: null,
  resolvedBy: null,
  changes: 1,
  facts: { ...FACTS, ...facts },
  ...other,
});

/** A message about an IP ban, with what a test says otherwise. */
export const makeMessage = (other: Partial<ComposedMessage> = {}): ComposedMessage => ({
  dedupKey: "msg_01J0000000000000000000000",
  event: "firing",
  severity: "critical",
  isDrill: false,
  locale: "en",
  title: "IP ban at Sandbox: 203.0.113.7 (ERROR_IP_BANNED)",
  text: "The provider holds all calls of this address for 10 minutes.\nStop the programs that cause the errors.",
  facts: [
    { name: "Address", value: "203.0.113.7" },
    { name: "Code", value: "ERROR_IP_BANNED" },
    { name: "Since", value: "12:00:00 UTC" },
    { name: "Calls held", value: "17" },
  ],
  links: [
    { kind: "acknowledge", label: "Acknowledge", url: "https://banwatch.example.org/alerts/inc_01?acknowledge" },
    { kind: "incident", label: "Incident", url: "https://banwatch.example.org/alerts/inc_01" },
    { kind: "report", label: "Ban report", url: "https://banwatch.example.org/cooldowns/cd_1" },
  ],
  notices: [makeNotice({ event: other.event ?? "firing" })],
  atMs: NOW_MS,
  ...other,
});
