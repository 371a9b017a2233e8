import { join } from "node:path";
import { openAccountRecords } from "./accounts/account-records";
import { type AccountService, createAccountService } from "./accounts/account-service";
import { createCheckKey } from "./accounts/check-key";
import { createAccountDirectory } from "./accounts/directory";
import { createCheckProviderAddress } from "./accounts/own-address";
import { type OpenedAlerts, openAlerts } from "./alerts/open-alerts";
import { type AuditService, createAuditService } from "./audit/audit-service";
import { createAuditTrail } from "./audit/audit-trail";
import { openBalanceBook } from "./balance/balance-book";
import { createLookUp, startBalancePoller } from "./balance/balance-poller";
import { openDataDir } from "./data-dir";
import type { DrillLengths } from "./drill/drill-script";
import { createDrillService, type DrillService } from "./drill/drill-service";
import { sleepUnlessAborted } from "./drill/sleep";
import { type Env, readEnv } from "./env";
import { createErrorService, type ErrorService } from "./errors/error-service";
import type { CooldownService } from "./guard/cooldown-service";
import { endOutlived } from "./guard/end-outlived";
import { createGuardService, type GuardService } from "./guard/guard-service";
import { openCooldowns } from "./guard/open-cooldowns";
import { openGuard } from "./guard/open-guard";
import { createHealthService, type HealthService } from "./health/health-service";
import { type ChangeHub, createChangeHub } from "./live/change-hub";
import { createLog, type Log } from "./log";
import { createRefuseAddress } from "./net/address-rules";
import { createOverviewService, type OverviewService } from "./overview/overview-service";
import { applyProvisioningFile } from "./provisioning/apply-provisioning-file";
import { readProvisioningFile } from "./provisioning/read-provisioning-file";
import { createCallerDirectory } from "./proxy/callers";
import { createExchange } from "./proxy/exchange";
import { createHandleCall, type HandleCall } from "./proxy/handle-call";
import { trackInFlight } from "./proxy/in-flight";
import { createUpstream } from "./proxy/upstream";
import { type CallerService, createCallerService } from "./proxy-keys/caller-service";
import { openProxyKeyRecords } from "./proxy-keys/proxy-key-records";
import { createProxyKeyService, type ProxyKeyService } from "./proxy-keys/proxy-key-service";
import { createRecorder } from "./recorder/recorder";
import { openSpool } from "./recorder/spool";
import type { ReportService } from "./report/report-service";
import { startRetention } from "./retention";
import { createSandboxHost } from "./sandbox-host";
import { deriveAuthSecret } from "./secrets/derive";
import { openSecrets } from "./secrets/open-secrets";
import { openStore } from "./store/open-store";
import { lockDataDir } from "./store/sqlite/lock";
import type { Access } from "./team/access";
import type { Auth } from "./team/auth";
import type { LinkService } from "./team/link-service";
import type { MeService } from "./team/me-service";
import { openTeam } from "./team/open-team";
import type { PeopleService } from "./team/people-service";
import type { SignInService } from "./team/sign-in-service";
import { createNoteRefusedToken } from "./tokens/refused-tokens";
import { openTokenRecords } from "./tokens/token-records";
import { createTokenService, type TokenService } from "./tokens/token-service";

/** A call in flight gets this long when Banwatch stops: a task that was paid for should reach its program. */
const DRAIN_WAIT_MS = 10_000;

/** What exists once in the process. */
export interface Runtime {
  readonly env: Env;
  readonly log: Log;
  readonly access: Access;
  readonly auth: Auth;
  readonly handleCall: HandleCall;
  readonly hub: ChangeHub;
  readonly services: {
    readonly accounts: AccountService;
    readonly audit: AuditService;
    readonly callers: CallerService;
    readonly cooldowns: CooldownService;
    readonly drill: DrillService;
    readonly errors: ErrorService;
    readonly guard: GuardService;
    readonly health: HealthService;
    readonly links: LinkService;
    readonly me: MeService;
    readonly overview: OverviewService;
    readonly people: PeopleService;
    readonly proxyKeys: ProxyKeyService;
    readonly reports: ReportService;
    readonly signIn: SignInService;
    readonly tokens: TokenService;
  } & OpenedAlerts["services"];
  /** Stops what runs by itself, keeps what is still to be kept, and closes the database. */
  close(): Promise<void>;
}

/**
 * Wires the parts together: store, recorder, guard, balances, doors.
 *
 * @param options.drillLengths shorter ones than a person would watch, for tests
 * @throws {StartupError} in one line, when something outside has to be mended first
 */
export async function createRuntime(
  variables: Record<string, string | undefined>,
  options: { readonly drillLengths?: DrillLengths } = {},
): Promise<Runtime> {
  const env = readEnv(variables);
  const log = createLog(env.logLevel);
  const now = () => Date.now();
  const dataDir = openDataDir(env.dataDir);
  const declared = env.configPath === null ? null : readProvisioningFile(env.configPath, variables);
  const unlock = lockDataDir(dataDir.lockPath);
  const store = await openStore({
    databasePath: dataDir.databasePath,
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
  });
  if (store.migrationsApplied.length > 0) log.info({ migrations: store.migrationsApplied }, "migrated the database");
  const sources = { secretPath: dataDir.secretPath, secret: env.secret, newSecret: env.newSecret };
  const { secret, vault } = await openSecrets(sources, store, now());

  const hub = createChangeHub();
  const recorder = createRecorder(store.recording, await openSpool(dataDir.spoolFolder), {
    onStored: ({ errors, calls, cooldowns }) => {
      if (errors > 0) hub.publish("errors", "calls");
      else if (calls) hub.publish("calls");
      if (cooldowns) hub.publish("cooldowns");
    },
    onHealthChange: () => {
      const { reason } = recorder.health();
      if (reason === null) log.info("recording is well again");
      else log.warn({ reason }, "recording is degraded");
      hub.publish("health");
    },
  });
  // What an earlier process left in the spool is replayed before anything new comes in.
  await recorder.flush();

  const onSaveFailed = (error: unknown) => log.warn({ err: error }, "the database did not take a change");
  const balances = await openBalanceBook(store.balanceSamples, {
    onChange: () => hub.publish("balances"),
    onSaveFailed,
  });
  const directory = createAccountDirectory(vault);
  const refuseAddress = createRefuseAddress(env.port);
  const upstream = createUpstream({ replyTimeoutMs: env.replyTimeoutMs, refuseAddress });
  const opened = await openGuard({
    store,
    hub,
    origin: env.origin,
    now,
    onBegin: (record) => {
      watched.noteBegin(record);
      alerts.noteCooldown(record);
    },
    onSaveFailed,
  });
  const { guard, keeper, settings, risks, runaways } = opened;
  const exchange = createExchange({
    upstream,
    recorder,
    guard,
    now,
    onExchange: ({ account, accountId, method, source, ticket }, { reply, error }, atMs) => {
      if (error !== null && reply.origin === "upstream") {
        const { code, description } = error;
        alerts.noteCode({ code, description, providerHost: account.providerHost, accountId, atMs });
      }
      if (method !== "getBalance" || accountId === null) return;
      if (error !== null) balances.noteFailure(accountId, { code: error.code, description: error.description, atMs });
      else {
        const balance = balances.noteReply(accountId, reply.body, source === "banwatch" ? "poll" : "call", atMs);
        // Banwatch's own question tells its finding itself.
        if (source !== "banwatch" && balance !== null) watched.prober.noteBalance(accountId, balance, ticket);
      }
    },
  });
  const lookUp = createLookUp(exchange, keeper);
  const sandbox = createSandboxHost();
  const records = await openAccountRecords({
    store: store.accounts,
    vault,
    directory,
    now,
    sandboxOrigin: sandbox.getOrigin,
    onSaveFailed,
  });
  const trail = createAuditTrail({ store: store.auditEvents, now });
  const proxyKeyRecords = await openProxyKeyRecords({ store: store.proxyKeys, now, onSaveFailed });
  const unitOfAccount = (id: string) => (records.find(id) === undefined ? null : accounts.get(id).unit);
  const watched = openCooldowns({
    opened,
    store,
    directory,
    records,
    proxyKeys: proxyKeyRecords,
    balances,
    lookUp,
    sandbox,
    recorder,
    trail,
    unitOfAccount,
    origin: env.origin,
    hub,
    log,
    now,
    onEnd: (record) => alerts.noteCooldown(record),
    onSaveFailed,
  });
  const { cooldowns } = watched;
  const alerts = await openAlerts({
    store,
    vault,
    directory,
    records,
    proxyKeys: proxyKeyRecords,
    balances,
    keeper,
    risks,
    recorder,
    trail,
    refuseAddress,
    unitOfAccount,
    origin: env.origin,
    hub,
    log,
    now,
    onSaveFailed,
  });
  const checkAddress = createCheckProviderAddress(env);
  const tokenRecords = await openTokenRecords({ store: store.apiTokens, onSaveFailed });
  const applied = await applyProvisioningFile(declared, {
    accounts: records,
    proxyKeys: proxyKeyRecords,
    tokens: tokenRecords,
    guard: settings,
    alerts: alerts.provisioned,
    checkAddress,
    endCooldown: cooldowns.endOfAccount,
    now,
  });
  if (applied !== null) log.info(applied, "applied the provisioning file");
  const { auditEvents } = store;
  await endOutlived({ keeper, findAccount: records.find, auditEvents, endCooldown: cooldowns.endOfAccount });
  const accounts = createAccountService({
    records,
    balances,
    checkKey: createCheckKey(lookUp, keeper),
    checkAddress,
    endCooldown: cooldowns.endOfAccount,
    now,
    publicUrl: env.publicUrl,
    onChange: () => hub.publish("accounts", "balances"),
  });
  const personNames = store.proxyKeys.listPersonNames;
  const proxyKeys = createProxyKeyService({
    records: proxyKeyRecords,
    accounts,
    personNames,
    now,
    onChange: () => hub.publish("accounts"),
  });
  const tokens = createTokenService({ records: tokenRecords, now });
  const team = await openTeam({
    env,
    store,
    vault,
    authSecret: deriveAuthSecret(secret),
    log,
    audit: trail,
    tokens,
    noteRefusedToken: createNoteRefusedToken({ trail, now, onSaveFailed }),
    revokeProxyKeysOf: async (personId, by) => {
      await proxyKeys.revokeOfPerson(personId, by);
      alerts.forgetPerson(personId);
    },
    now,
  });
  if (team.setUpCode !== null) {
    // Not a line of the log, whose level may hide it: without the code nobody gets in.
    process.stdout.write(`banwatch: Open ${env.origin}/setup, and give it the code ${team.setUpCode}\n`);
  }
  // Before the first probe: what began while nobody looked is told of, also where the probe ends it at once.
  await alerts.start();
  watched.start();
  const poller = startBalancePoller({
    accounts: directory,
    balances,
    cooldowns: {
      // Of an account that the guard takes no notice of only its address can be held, for others' sake.
      isHeld: (accountId, providerHost) => {
        const account = accountId === null ? null : directory.findById(accountId);
        const isIgnored = account !== null && settings.modeOf(account) === "off";
        return keeper.isHeld(isIgnored ? null : accountId, providerHost);
      },
    },
    lookUp,
    intervalMs: env.balanceIntervalMs,
    now,
  });
  const retention = startRetention({ store: store.retention, sessions: store.sessions, env, now, log });

  const calls = trackInFlight(
    createHandleCall({
      callers: createCallerDirectory(directory, proxyKeyRecords),
      proxyKeys: proxyKeyRecords,
      guard,
      exchange,
      recorder,
      now,
      onStrangersUnrecorded: () => log.warn("calls of unknown callers come too fast to be recorded one by one"),
      setupUrl: `${env.publicUrl ?? `http://localhost:${env.port}`}/setup`,
      onAccountCall: accounts.noteCall,
    }),
  );

  const drill = createDrillService({
    stage: {
      handleCall: calls.handleCall,
      findAccount: directory.findById,
      findRunning: (providerHost) =>
        keeper.listRunning().find((running) => running.scope === "egress" && running.providerHost === providerHost)
          ?.id ?? null,
      now,
      sleep: sleepUnlessAborted,
    },
    listAccounts: directory.list,
    isHeld: (accountId) => keeper.findOfAccount(accountId) !== null,
    audit: trail,
    onStep: () => hub.publish("cooldowns"),
    onFailed: (error) => log.error({ err: error }, "a rehearsal broke off"),
    lengths: options.drillLengths,
  });

  return {
    env,
    log,
    hub,
    access: team.access,
    auth: team.auth,
    handleCall: calls.handleCall,
    services: {
      accounts,
      audit: createAuditService({ events: store.auditEvents, trail }),
      cooldowns,
      callers: createCallerService({
        tallies: store.tallies,
        accounts,
        proxyKeys: proxyKeyRecords,
        personNames,
        now,
      }),
      drill,
      errors: createErrorService({
        events: store.errorEvents,
        tallies: store.tallies,
        accounts,
        proxyKeys: proxyKeyRecords,
        now,
      }),
      guard: createGuardService({
        settings,
        risks,
        runaways,
        warnings: store.riskWarnings,
        listAccounts: directory.list,
        nameOfAccount: (id) => records.find(id)?.name ?? null,
        nameOfProxyKey: (id) => proxyKeyRecords.find(id)?.label ?? null,
        now,
      }),
      health: createHealthService({ recorder, alertTroubles: alerts.troubles, now }),
      links: team.links,
      me: team.me,
      overview: createOverviewService({
        accounts,
        balances,
        cooldowns: keeper,
        samples: store.balanceSamples,
        tallies: store.tallies,
        now,
      }),
      people: team.people,
      proxyKeys,
      reports: watched.reports,
      signIn: team.signIn,
      tokens,
      ...alerts.services,
    },
    close: async () => {
      poller.close();
      retention.close();
      await drill.close();
      await calls.drain(DRAIN_WAIT_MS);
      await watched.close();
      await alerts.close();
      risks.close();
      await upstream.close();
      await recorder.close();
      await proxyKeyRecords.close();
      await sandbox.close();
      await store.close();
      unlock();
    },
  };
}
