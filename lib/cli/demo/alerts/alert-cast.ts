import type { ReceiverPaths } from "./receiver";

/** The channels of the demo, as the provisioning file declares them. Their services are the demo's own receiver. */
export const channelsOf = (paths: ReceiverPaths, webhookSecret: string) => [
  { name: "ops", type: "webhook", url: paths.ops, secret: webhookSecret, default: true },
  { name: "team chat", type: "slack", flavour: "mattermost", url: paths.chat, default: true },
  { name: "on call", type: "ntfy", baseUrl: paths.onCall, topic: "on-call" },
];

const ESCALATED = { escalateTo: ["on call"] } as const;

/** What a ban stops is worth waking somebody for. The first three are default rules, which are told to escalate. */
export const DEMO_RULES = [
  { name: "IP address banned", when: "ip-ban", escalateAfterMinutes: 5, ...ESCALATED },
  { name: "Key banned", when: "key-ban", escalateAfterMinutes: 5, ...ESCALATED },
  { name: "No balance left", when: "zero-balance", escalateAfterMinutes: 15, ...ESCALATED },
  {
    name: "Outlet crawler errs",
    when: "error-rate",
    above: 0.5,
    clearAt: 0.3,
    windowMinutes: 15,
    forMinutes: 5,
    severity: "info",
    proxyKeys: ["outlet-crawler"],
    channels: ["team chat"],
  },
] as const;

export const DEMO_MAINTENANCE = [
  {
    name: "Load test of staging",
    schedule: { kind: "weekly", days: [2, 4], at: "03:00", durationMinutes: 90, timeZone: "Europe/Berlin" },
    scope: { accounts: ["staging-tests"] },
  },
] as const;
