import { join } from "node:path";
import { openAccountRecords } from "./accounts/account-records";
import { type AccountService, createAccountService } from "./accounts/account-service";
import { createCheckKey } from "./accounts/check-key";
import { createAccountDirectory } from "./accounts/directory";
import { createCheckProviderAddress } from "./accounts/own-address";
import { openBalanceBook } from "./balance/balance-book";
import { createLookUp, startBalancePoller } from "./balance/balance-poller";
import { openDataDir } from "./data-dir";
import { type Env, readEnv } from "./env";
import { createErrorService, type ErrorService } from "./errors/error-service";
import { createCooldownKeeper } from "./guard/cooldown-keeper";
import { type CooldownService, createCooldownService } from "./guard/cooldown-service";
import { createHealthService, type HealthService } from "./health/health-service";
import { type ChangeHub, createChangeHub } from "./live/change-hub";
import { createLog, type Log } from "./log";
import { createOverviewService, type OverviewService } from "./overview/overview-service";
import { provisionAccounts } from "./provisioning/provision-accounts";
import { readProvisioningFile } from "./provisioning/read-provisioning-file";
import { createExchange } from "./proxy/exchange";
import { createHandleCall, type HandleCall } from "./proxy/handle-call";
import { trackInFlight } from "./proxy/in-flight";
import { createUpstream } from "./proxy/upstream";
import { createRecorder } from "./recorder/recorder";
import { openSpool } from "./recorder/spool";
import { startRetention } from "./retention";
import { createSandboxHost } from "./sandbox-host";
import { createVault, loadSecret } from "./secrets/vault";
import { openStore } from "./store/open-store";
import { lockDataDir } from "./store/sqlite/lock";

/** A call in flight gets this long when Banwatch stops: a task that was paid for should reach its program. */
const DRAIN_WAIT_MS = 10_000;

/** What exists once in the process. */
export interface Runtime {
  readonly env: Env;
  readonly log: Log;
  readonly handleCall: HandleCall;
  readonly hub: ChangeHub;
  readonly services: {
    readonly accounts: AccountService;
    readonly cooldowns: CooldownService;
    readonly errors: ErrorService;
    readonly health: HealthService;
    readonly overview: OverviewService;
  };
  /** Stops what runs by itself, keeps what is still to be kept, and closes the database. */
  close(): Promise<void>;
}

/**
 * Wires the parts together: store, recorder, guard, balances, doors.
 *
 * @throws {StartupError} in one line, when something outside has to be mended first
 */
export async function createRuntime(variables: Record<string, string | undefined>): Promise<Runtime> {
  const env = readEnv(variables);
  const log = createLog(env.logLevel);
  const now = Date.now;
  const dataDir = openDataDir(env.dataDir);
  const declared = env.configPath === null ? null : readProvisioningFile(env.configPath, variables);
  const unlock = lockDataDir(dataDir.lockPath);
  const vault = createVault(loadSecret(dataDir.secretPath, env.secret));
  const store = await openStore({
    databasePath: dataDir.databasePath,
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
  });
  if (store.migrationsApplied.length > 0) log.info({ migrations: store.migrationsApplied }, "migrated the database");

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
  const keeper = createCooldownKeeper(await store.cooldowns.listRunning(now()));
  const directory = createAccountDirectory(vault);
  const upstream = createUpstream({ replyTimeoutMs: env.replyTimeoutMs });
  const exchange = createExchange({
    upstream,
    recorder,
    cooldowns: keeper,
    now,
    onExchange: ({ accountId, method, source }, { reply, error }, atMs) => {
      if (method !== "getBalance" || accountId === null) return;
      if (error !== null) balances.noteFailure(accountId, { code: error.code, description: error.description, atMs });
      else balances.noteReply(accountId, reply.body, source === "banwatch" ? "poll" : "call", atMs);
    },
  });
  const lookUp = createLookUp(exchange);
  const sandbox = createSandboxHost();
  const records = await openAccountRecords({
    store: store.accounts,
    vault,
    directory,
    now,
    sandboxOrigin: sandbox.getOrigin,
    onSaveFailed,
  });
  const cooldowns = createCooldownService({
    keeper,
    store: store.cooldowns,
    nameOfAccount: (id) => records.find(id)?.name ?? null,
    now,
    onChange: () => hub.publish("cooldowns"),
  });
  const checkAddress = createCheckProviderAddress(env);
  const { unchanged: _unchanged, ...applied } = await provisionAccounts(declared?.accounts ?? [], {
    records,
    checkAddress,
    endCooldown: cooldowns.endOfAccount,
  });
  if (Object.values(applied).some((count) => count > 0)) log.info(applied, "applied the provisioning file");
  const accounts = createAccountService({
    records,
    balances,
    checkKey: createCheckKey(lookUp, keeper, now),
    checkAddress,
    endCooldown: cooldowns.endOfAccount,
    now,
    publicUrl: env.publicUrl,
    onChange: () => hub.publish("accounts", "balances"),
  });
  const poller = startBalancePoller({
    accounts: directory,
    balances,
    cooldowns: keeper,
    lookUp,
    intervalMs: env.balanceIntervalMs,
    now,
  });
  const retention = startRetention({ store: store.retention, env, now, log });

  const calls = trackInFlight(
    createHandleCall({
      accounts: directory,
      exchange,
      recorder,
      now,
      setupUrl: `${env.publicUrl ?? `http://localhost:${env.port}`}/setup`,
      onAccountCall: accounts.noteCall,
    }),
  );

  return {
    env,
    log,
    hub,
    handleCall: calls.handleCall,
    services: {
      accounts,
      cooldowns,
      errors: createErrorService({ events: store.errorEvents, tallies: store.tallies, accounts, now }),
      health: createHealthService(recorder, now),
      overview: createOverviewService({
        accounts,
        balances,
        cooldowns: keeper,
        samples: store.balanceSamples,
        tallies: store.tallies,
        now,
      }),
    },
    close: async () => {
      poller.close();
      retention.close();
      await calls.drain(DRAIN_WAIT_MS);
      await upstream.close();
      await recorder.close();
      await sandbox.close();
      await store.close();
      unlock();
    },
  };
}
