import { join } from "node:path";
import type { ProviderId } from "@/lib/domain/provider-presets";
import { type OpenedAlerts, openAlerts } from "@/lib/server/alerts/open-alerts";
import { createAuditTrail } from "@/lib/server/audit/audit-trail";
import { createChangeHub } from "@/lib/server/live/change-hub";
import { createLog } from "@/lib/server/log";
import { openSecrets } from "@/lib/server/secrets/open-secrets";
import { createAccountStore } from "@/lib/server/store/accounts";
import { openAlertStore } from "@/lib/server/store/alerts/open-alert-store";
import { createAuditEventStore } from "@/lib/server/store/audit-events";
import { createBalanceSampleStore } from "@/lib/server/store/balance-samples";
import { type CooldownRecord, createCooldownStore } from "@/lib/server/store/cooldowns";
import type { Store } from "@/lib/server/store/open-store";
import { createSecretCheckStore } from "@/lib/server/store/secret-check";
import { openDatabase } from "@/lib/server/store/sqlite/database";
import { migrate } from "@/lib/server/store/sqlite/migrate";
import { makeCooldown } from "./error-records";
import { TEST_ACTOR } from "./test-actor";

/** What a database write is, seen from outside of it. */
export type WatchedStep = "written" | "claimed" | "sent" | "settled";

/** All of alerts as the product wires them, on a real database, with cooldowns that the test begins and ends. */
export interface AlertWorld {
  readonly store: Store;
  readonly alerts: OpenedAlerts;
  /** The newest two cooldowns of each host of a provider. */
  readonly cooldowns: ReadonlyMap<string, readonly CooldownRecord[]>;
  /** Writes a ban as the way of a call does. Nothing has looked at it before it is told of with `note`. */
  begin(host: string): Promise<CooldownRecord>;
  end(host: string): Promise<CooldownRecord>;
  /** Begins or ends one, and tells of it, without the database's time: as fast as it can be looked at. */
  flip(host: string): void;
  note(record: CooldownRecord): void;
  addWebhook(name: string, settings: { readonly url: string; readonly secret?: string }): Promise<void>;
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

/** Hears when the steps of an alert are done, by way of the store: nothing in the product knows of it. */
function watch(store: Store, onStep: (step: WatchedStep) => void): Store {
  const { states, deliveries } = store.alerts;
  const watched: Store["alerts"] = {
    ...store.alerts,
    states: {
      ...states,
      commit: async (batch, options) => {
        const touched = await states.commit(batch, options);
        if (batch.notices.length > 0) onStep("written");
        return touched;
      },
    },
    deliveries: {
      ...deliveries,
      claim: async (...args) => {
        const claimed = await deliveries.claim(...args);
        if (claimed !== null) onStep("claimed");
        return claimed;
      },
      settle: async (...args) => {
        onStep("sent");
        await deliveries.settle(...args);
        onStep("settled");
      },
    },
  };
  return { ...store, alerts: watched };
}

/** What alerts need of the store. The rest of it takes longer to load than the whole round of a crash. */
async function openAlertsOwnStore(dataDir: string): Promise<Store> {
  const path = join(dataDir, "banwatch.db");
  migrate(path, join(process.cwd(), "prisma", "migrations"));
  const database = await openDatabase(path);
  const stores = {
    accounts: createAccountStore(database),
    alerts: openAlertStore(database),
    auditEvents: createAuditEventStore(database),
    balanceSamples: createBalanceSampleStore(database),
    cooldowns: createCooldownStore(database),
    secretCheck: createSecretCheckStore(database),
    close: () => database.close(),
  };
  return stores as Partial<Store> as Store;
}

const PROVIDER: ProviderId = "ez-captcha";
const nothing = () => undefined;

export async function openAlertWorld(options: {
  readonly dataDir: string;
  readonly onStep?: (step: WatchedStep) => void;
  readonly now?: () => number;
}): Promise<AlertWorld> {
  const store = await openAlertsOwnStore(options.dataDir);
  const now = options.now ?? Date.now;
  const { vault } = await openSecrets(
    { secretPath: join(options.dataDir, "secret"), secret: null, newSecret: null },
    store,
    now(),
  );
  const cooldowns = new Map<string, CooldownRecord[]>();
  const keep = (record: CooldownRecord) => {
    const others = (cooldowns.get(record.providerHost) ?? []).filter(({ id }) => id !== record.id);
    cooldowns.set(record.providerHost, [...others.slice(-1), record]);
  };
  for (const record of (await store.cooldowns.listBetween(0, now() + 1, 100_000)).reverse()) keep(record);

  const begun = (host: string) => makeCooldown({ providerHost: host, scopeKey: `direct@${host}`, startedAtMs: now() });
  const ended = (host: string): CooldownRecord => {
    const last = cooldowns.get(host)?.at(-1);
    if (last === undefined) throw new Error(`nothing was banned at ${host}`);
    return { ...last, endedAtMs: now(), endedHow: "probe", revision: last.revision + 1 };
  };
  const account = (host: string) => ({
    ...{ id: `account-of-${host}`, name: host, provider: PROVIDER, clientKey: host, baseUrl: `http://${host}` },
    ...{ providerHost: host, proxyKeysOnly: false, guardMode: null },
  });
  const alerts = await openAlerts({
    store: options.onStep === undefined ? store : watch(store, options.onStep),
    vault,
    directory: {
      list: () => [...cooldowns.keys()].map(account),
      findById: () => null,
      findByKey: () => null,
      replaceAll: nothing,
    },
    records: { find: nothing } as unknown as Parameters<typeof openAlerts>[0]["records"],
    proxyKeys: { find: nothing },
    balances: { get: () => ({ balance: null }) } as unknown as Parameters<typeof openAlerts>[0]["balances"],
    keeper: { listRunning: () => [...cooldowns.values()].flat().filter(({ endedAtMs }) => endedAtMs === null) },
    risks: { list: () => [] },
    recorder: { health: () => ({ reason: null, waiting: 0, dropped: 0, rejected: 0 }) },
    trail: createAuditTrail({ store: store.auditEvents, now }),
    refuseAddress: () => null,
    unitOfAccount: () => null,
    origin: "http://127.0.0.1:3000",
    hub: createChangeHub(),
    log: createLog("silent"),
    now,
    onSaveFailed: nothing,
  });

  return {
    store,
    alerts,
    cooldowns,
    begin: async (host) => {
      const record = begun(host);
      await store.cooldowns.save(record);
      keep(record);
      return record;
    },
    end: async (host) => {
      const record = ended(host);
      await store.cooldowns.end(record, null);
      keep(record);
      return record;
    },
    flip: (host) => {
      const record = cooldowns.get(host)?.at(-1)?.endedAtMs === null ? ended(host) : begun(host);
      keep(record);
      alerts.noteCooldown(record);
    },
    note: alerts.noteCooldown,
    addWebhook: async (name, settings) => {
      const request = { type: "webhook", settings, name, isDefault: true, enabled: true, locale: "en" } as const;
      await alerts.services.channels.create({ ...request, templates: { title: null, text: null } }, TEST_ACTOR);
    },
    isIdle: async () => (await store.alerts.deliveries.summaryByChannel()).size === 0,
    close: async () => {
      await alerts.close();
      await store.close();
    },
  };
}
