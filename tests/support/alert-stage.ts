import { join } from "node:path";
import { type AlertFacts, NOTHING_KNOWN } from "@/lib/contracts/alert-notice";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { ChannelRecord } from "@/lib/server/alerts/channels/channel-records";
import { openAlertBook } from "@/lib/server/alerts/engine/alert-book";
import { type AlertEngine, createAlertEngine } from "@/lib/server/alerts/engine/alert-engine";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import type { Measurer } from "@/lib/server/alerts/measure/measurer";
import { createOutbox, type Outbox } from "@/lib/server/alerts/outbox/outbox";
import type { OutboxStep } from "@/lib/server/alerts/outbox/outbox-parts";
import type { SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import type { ClaimedDelivery } from "@/lib/server/store/alerts/deliveries";
import type { RuleRecord } from "@/lib/server/store/alerts/rules";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import { openStore, type Store } from "@/lib/server/store/open-store";

/** Facts of an alert with what a test cares about. */
export function makeFacts(subjectId: string, changes: Partial<AlertFacts> = {}): AlertFacts {
  const subject = { kind: "account" as const, id: subjectId, name: subjectId };
  return { ...NOTHING_KNOWN, subject, ...changes };
}

export const makeRule = (when: RuleKind, changes: Partial<RuleRecord["settings"]> = {}): RuleRecord => ({
  id: `rule-${when}-${changes.name ?? ""}`,
  defaultKey: null,
  settings: { ...completeRule({ name: when, when }), ...changes },
  provisioned: false,
  createdAtMs: 0,
  updatedAtMs: 0,
});

export const makeChannel = (id: string, changes: Partial<ChannelRecord> = {}): ChannelRecord => ({
  id,
  name: id,
  type: "webhook",
  isDefault: true,
  enabled: true,
  locale: "en",
  settings: {},
  secrets: {},
  templates: { title: null, text: null },
  provisioned: false,
  refusal: null,
  lastDeliveredAtMs: null,
  lastFailure: null,
  createdAtMs: 0,
  updatedAtMs: 0,
  ...changes,
});

/** One message as a channel got it. */
export interface Sent {
  readonly channelId: string;
  readonly deliveryId: string;
  readonly atMs: number;
  readonly notices: ClaimedDelivery["notices"];
}

export const DELIVERED: SendOutcome = { kind: "delivered", httpStatus: 200, answer: "ok" };
export const FAILED: SendOutcome = { kind: "failed", httpStatus: 503, answer: "", reason: "down", retryAfterMs: null };
export const GONE: SendOutcome = { kind: "refused", httpStatus: 410, answer: "", reason: "gone", channelIsGone: true };

/** Engine, outbox and a real database; what is measured and what services answer is the test's. */
export interface AlertStage {
  readonly store: Store;
  readonly engine: AlertEngine;
  readonly outbox: Outbox;
  readonly sent: readonly Sent[];
  /** What each rule measures, by the rule's id. */
  readonly measured: Map<string, readonly Measurement[]>;
  readonly channels: Map<string, ChannelRecord>;
  readonly rules: RuleRecord[];
  readonly failures: unknown[];
  /** What a channel's service answers; delivered unless told. */
  answer: (channelId: string, deliveryId: string) => Promise<SendOutcome> | SendOutcome;
  close(): Promise<void>;
}

const kindOfCode: Readonly<Record<string, RuleKind>> = {
  ERROR_IP_BANNED: "ip-ban",
  ERROR_KEY_BANNED: "key-ban",
  ERROR_ZERO_BALANCE: "zero-balance",
};

function measureCooldown(rule: RuleRecord, record: CooldownRecord): Measurement | null {
  if (kindOfCode[record.code] !== rule.settings.when) return null;
  const subjectId = record.accountId ?? record.providerHost;
  const { providerHost, accountId, code, id: cooldownId, untilMs, heldCalls } = record;
  const facts = makeFacts(subjectId, { providerHost, accountId, code, cooldownId, untilMs, heldCalls });
  return { subjectId, reading: { kind: record.endedAtMs === null ? "breach" : "clear" }, facts };
}

export async function openAlertStage(options: {
  readonly dataDir: string;
  readonly rules: readonly RuleRecord[];
  readonly channels: readonly ChannelRecord[];
  readonly now?: () => number;
  /** What is read from the database for a look; nothing unless told. */
  readonly read?: Measurer["read"];
  readonly onStep?: (step: OutboxStep | "written") => void;
  readonly sendTimeoutMs?: number;
}): Promise<AlertStage> {
  const now = options.now ?? Date.now;
  const store = await openStore({
    databasePath: join(options.dataDir, "banwatch.db"),
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
  });
  const channels = new Map(options.channels.map((channel) => [channel.id, channel]));
  const rules = [...options.rules];
  const measured = new Map<string, readonly Measurement[]>();
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const silent = () => undefined;

  const outbox = createOutbox({
    deliveries: store.alerts.deliveries,
    channels: {
      list: () => [...channels.values()],
      find: (id) => channels.get(id),
      noteDelivered: silent,
      noteFailed: silent,
      refuse: async (id, atMs, reason) => {
        const channel = channels.get(id);
        if (channel !== undefined) channels.set(id, { ...channel, enabled: false, refusal: { atMs, reason } });
        engine.noteChange(["channel-failing"]);
      },
    },
    compose: ({ id, notices, event, createdAtMs }) => ({
      ...{ dedupKey: id, event, severity: "critical", isDrill: false, locale: "en", title: "", text: "" },
      ...{ facts: [], links: [], notices, atMs: createdAtMs },
    }),
    send: async ({ dedupKey, notices }, { id }) => {
      const outcome = await stage.answer(id, dedupKey);
      if (outcome.kind === "delivered") sent.push({ channelId: id, deliveryId: dedupKey, atMs: now(), notices });
      return outcome;
    },
    now,
    random: () => 0,
    log: { info: silent, warn: silent, error: silent } as never,
    onChange: silent,
    onStep: options.onStep,
    sendTimeoutMs: options.sendTimeoutMs,
  });
  const engine = createAlertEngine({
    book: openAlertBook(await store.alerts.states.list(), await store.alerts.incidents.listLive(now() - 86_400_000)),
    states: store.alerts.states,
    rules: { list: () => rules, find: (id) => rules.find((rule) => rule.id === id) },
    channels: () => [...channels.values()],
    measurer: {
      read: options.read ?? (async () => ({ unread: [] }) as never),
      measure: (rule) => measured.get(rule.id) ?? [],
      measureCooldown,
    },
    findMaintenance: () => null,
    lastNumber: await store.alerts.incidents.findLastNumber(),
    now,
    onChange: silent,
    onNotices: (ids) => outbox.wake(ids),
    onFailed: (error) => failures.push(error),
    onWritten: () => options.onStep?.("written"),
  });

  const stage: AlertStage = {
    ...{ store, engine, outbox, sent, measured, channels, rules, failures },
    answer: () => DELIVERED,
    close: async () => {
      await engine.close();
      await outbox.close();
      await store.close();
    },
  };
  return stage;
}
