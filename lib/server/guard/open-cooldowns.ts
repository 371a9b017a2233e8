import type { AccountRecords } from "../accounts/account-records";
import { providerHostOf } from "../accounts/account-records";
import type { AccountDirectory } from "../accounts/directory";
import type { AuditTrail } from "../audit/audit-trail";
import { type BalanceBook, readBalance } from "../balance/balance-book";
import type { LookUp } from "../balance/balance-poller";
import type { ChangeHub } from "../live/change-hub";
import type { Log } from "../log";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { Recorder } from "../recorder/recorder";
import { createEvidenceTimer } from "../report/evidence-timer";
import { createReportService, type ReportService } from "../report/report-service";
import { isBuiltInSandbox, type SandboxHost } from "../sandbox-host";
import type { CooldownRecord } from "../store/cooldowns";
import type { Store } from "../store/open-store";
import { createCooldownSaver } from "./cooldown-saver";
import { type CooldownService, createCooldownService } from "./cooldown-service";
import type { OpenedGuard } from "./open-guard";
import { createProber, type Prober } from "./prober";
import { createToCooldown } from "./to-cooldown";

/** What becomes of cooldowns as time goes by, and what people see and do of it. */
export interface OpenedCooldowns {
  readonly prober: Prober;
  readonly cooldowns: CooldownService;
  readonly reports: ReportService;
  /** A reply began a cooldown. */
  noteBegin(record: CooldownRecord): void;
  /** Begins to ask, once the accounts are as they should be. */
  start(): void;
  close(): Promise<void>;
}

/** Whoever reads only the log learns of bans as well. */
const forLog = ({ id, scope, code, providerHost, accountId, untilMs, isDrill }: CooldownRecord) => ({
  cooldown: { id, scope, code, providerHost, accountId, until: untilMs === null ? null : new Date(untilMs), isDrill },
});

/** @param parts.unitOfAccount the unit of its balance; null for an account that is gone */
export function openCooldowns(parts: {
  readonly opened: OpenedGuard;
  readonly store: Pick<Store, "cooldowns" | "banReport">;
  readonly directory: AccountDirectory;
  readonly records: AccountRecords;
  readonly proxyKeys: Pick<ProxyKeyRecords, "find">;
  readonly balances: BalanceBook;
  readonly lookUp: LookUp;
  readonly sandbox: SandboxHost;
  readonly recorder: Pick<Recorder, "health">;
  readonly trail: AuditTrail;
  readonly unitOfAccount: (id: string) => string | null;
  /** The dashboard's own address, for links. */
  readonly origin: string;
  readonly hub: ChangeHub;
  readonly log: Log;
  readonly now: () => number;
  /** Told when a cooldown ended by itself. */
  readonly onEnd: (record: CooldownRecord) => void;
  readonly onSaveFailed: (error: unknown) => void;
}): OpenedCooldowns {
  const { store, directory, records, balances, lookUp, sandbox, log, now, onSaveFailed } = parts;
  const { keeper, settings } = parts.opened;
  const onChange = () => parts.hub.publish("cooldowns");
  const nameOfAccount = (id: string) => records.find(id)?.name ?? null;
  const labelOfProxyKey = (id: string) => parts.proxyKeys.find(id)?.label ?? null;
  const toCooldown = createToCooldown({ nameOfAccount, labelOfProxyKey });
  const saver = createCooldownSaver(store.cooldowns, onSaveFailed);

  const prober = createProber({
    keeper,
    saver,
    accounts: directory,
    isWatched: (account) => settings.modeOf(account) !== "off",
    ask: async (account, ticket) => {
      const result = await lookUp(account, account.id, ticket);
      return { ...result, balance: result.error === null ? readBalance(result.reply.body) : null };
    },
    balanceOf: (accountId) => balances.get(accountId).balance,
    now,
    onEnd: (record) => {
      log.info({ ...forLog(record), endedHow: record.endedHow }, "a cooldown ended");
      parts.onEnd(record);
    },
    onChange,
    onFailed: (error) => log.error({ err: error }, "a probe failed"),
  });

  const cooldowns = createCooldownService({
    keeper,
    prober,
    saver,
    store: store.cooldowns,
    audit: parts.trail.record,
    toCooldown,
    nameOfAccount,
    now,
    onChange,
    onResumed: (record) => {
      if (record.scope !== "account" || !isBuiltInSandbox(record)) return;
      const account = directory.findById(record.scopeKey);
      // Of the simulated provider Banwatch is the support as well: nobody else could lift the ban of a key there.
      if (account !== null) sandbox.unbanKey(account.clientKey).catch(onSaveFailed);
    },
  });

  const reports = createReportService({
    cooldowns: store.cooldowns,
    report: store.banReport,
    findLive: keeper.find,
    listLive: keeper.listRunning,
    toCooldown,
    nameOfAccount,
    unitOfAccount: parts.unitOfAccount,
    listAccountIdsAt: (providerHost) =>
      records.list().flatMap((record) => (providerHostOf(record) === providerHost ? [record.id] : [])),
    labelOfProxyKey,
    origin: parts.origin,
    isRecordingWell: () => parts.recorder.health().reason === null,
    now,
    onSaveFailed,
  });
  const evidence = createEvidenceTimer(reports.keepBefore);

  return {
    prober,
    cooldowns,
    reports,
    noteBegin: (record) => {
      evidence.noteBegin(record);
      prober.noteBegin(record);
      log.info(forLog(record), "a cooldown began");
    },
    start: () => {
      // A stop may have come before what led to them was counted.
      for (const record of keeper.listRunning()) evidence.noteBegin(record);
      prober.start();
    },
    close: async () => {
      await prober.close();
      evidence.close();
    },
  };
}
