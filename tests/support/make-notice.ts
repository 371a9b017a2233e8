import { type AlertFacts, type AlertNotice, NOTHING_KNOWN } from "@/lib/contracts/alert-notice";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";

/** 2026-11-22 23:36 UTC. */
export const NOTICE_SINCE_MS = Date.UTC(2026, 10, 22, 23, 36);

const SUBJECTS = {
  address: { kind: "address", id: "api.ez-captcha.com", name: "api.ez-captcha.com" },
  account: { kind: "account", id: "a1", name: "main" },
  code: { kind: "code", id: "ERROR_ODD", name: "ERROR_ODD" },
  channel: { kind: "channel", id: "c1", name: "ops" },
  installation: { kind: "installation", id: "banwatch", name: "Banwatch" },
} as const satisfies Record<string, AlertFacts["subject"]>;

const ACCOUNT: Partial<AlertFacts> = { accountId: "a1", account: "main", subject: SUBJECTS.account };
const NOWHERE: Partial<AlertFacts> = { providerName: null, providerHost: null };

/** What is measured of each kind, as the engine tells it. */
const FACTS: Record<RuleKind, Partial<AlertFacts>> = {
  "ip-ban": { code: "ERROR_IP_BANNED", cooldownId: "cd1", untilMs: NOTICE_SINCE_MS + 600_000, heldCalls: 128 },
  "key-ban": { ...ACCOUNT, code: "ERROR_KEY_BANNED", cooldownId: "cd1" },
  "wrong-key": { ...ACCOUNT, code: "ERROR_KEY_DOES_NOT_EXIST", cooldownId: "cd1" },
  "zero-balance": { ...ACCOUNT, code: "ERROR_ZERO_BALANCE", cooldownId: "cd1", balance: "0", unit: "points" },
  "low-balance": { ...ACCOUNT, value: 4_200, threshold: 5_000, balance: "4200", unit: "points" },
  "time-to-empty": { ...ACCOUNT, value: 5.5, threshold: 24, balance: "4200", unit: "points" },
  "ban-risk": { value: 0.62, threshold: 0.5 },
  "error-rate": { ...ACCOUNT, value: 0.2877, threshold: 0.2, calls: 212, errors: 61 },
  "provider-unavailable": { value: 1, threshold: 0.9, calls: 9, errors: 9 },
  "new-code": { code: "ERROR_ODD", subject: SUBJECTS.code, description: "odd things" },
  "no-traffic": { ...ACCOUNT, value: 185, threshold: 120 },
  "channel-failing": { ...NOWHERE, subject: SUBJECTS.channel },
  "deliveries-late": { ...NOWHERE, subject: SUBJECTS.channel, value: 12, threshold: 10 },
  "recording-late": { ...NOWHERE, subject: SUBJECTS.installation, value: 3, threshold: 1 },
};

/** One incident of a kind as a message tells of it, since 2026-11-22 23:36 UTC. */
export function makeNotice(
  kind: RuleKind,
  { facts, ...overrides }: Partial<Omit<AlertNotice, "facts">> & { facts?: Partial<AlertFacts> } = {},
): AlertNotice {
  const isOver = overrides.event === "resolved";
  return {
    incidentId: "i1",
    number: 12,
    event: "firing",
    atMs: NOTICE_SINCE_MS,
    kind,
    rule: "my rule",
    severity: "critical",
    sinceMs: NOTICE_SINCE_MS,
    resolvedAtMs: isOver ? NOTICE_SINCE_MS + 600_000 : null,
    resolvedHow: isOver ? "recovered" : null,
    resolvedBy: null,
    changes: 1,
    ...overrides,
    facts: {
      ...NOTHING_KNOWN,
      subject: SUBJECTS.address,
      providerName: "EZ-Captcha",
      providerHost: "api.ez-captcha.com",
      ...FACTS[kind],
      ...facts,
    },
  };
}
