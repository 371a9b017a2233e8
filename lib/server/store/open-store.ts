import { type AccountStore, createAccountStore } from "./accounts";
import { type AlertStore, openAlertStore } from "./alerts/open-alert-store";
import { type ApiTokenStore, createApiTokenStore } from "./api-tokens";
import { type AuditEventStore, createAuditEventStore } from "./audit-events";
import { createAuthAdapter } from "./auth-adapter";
import { type BalanceSampleStore, createBalanceSampleStore } from "./balance-samples";
import { type BanReportStore, createBanReportStore } from "./ban-report";
import { type CooldownStore, createCooldownStore } from "./cooldowns";
import { createErrorEventStore, type ErrorEventStore } from "./error-events";
import { createGuardSettingsStore, type GuardSettingsStore } from "./guard-settings";
import { createPersonStore, type PersonStore } from "./people";
import { createProxyKeyStore, type ProxyKeyStore } from "./proxy-keys";
import { createRecordingStore, type RecordingStore } from "./recording";
import { createRetentionStore, type RetentionStore } from "./retention";
import { createRiskWarningStore, type RiskWarningStore } from "./risk-warnings";
import { createSecretCheckStore, type SecretCheckStore } from "./secret-check";
import { createSessionStore, type SessionStore } from "./sessions";
import { createSignInLinkStore, type SignInLinkStore } from "./sign-in-links";
import { openDatabase } from "./sqlite/database";
import { migrate } from "./sqlite/migrate";
import { createTallyStore, type TallyStore } from "./tallies";

/** Everything that is kept. Its parts are the only users of Prisma. */
export interface Store {
  readonly accounts: AccountStore;
  readonly alerts: AlertStore;
  readonly apiTokens: ApiTokenStore;
  readonly auditEvents: AuditEventStore;
  /** What better-auth works on. */
  readonly authAdapter: ReturnType<typeof createAuthAdapter>;
  readonly balanceSamples: BalanceSampleStore;
  readonly banReport: BanReportStore;
  readonly cooldowns: CooldownStore;
  readonly errorEvents: ErrorEventStore;
  readonly guardSettings: GuardSettingsStore;
  readonly people: PersonStore;
  readonly proxyKeys: ProxyKeyStore;
  readonly recording: RecordingStore;
  readonly retention: RetentionStore;
  readonly riskWarnings: RiskWarningStore;
  readonly secretCheck: SecretCheckStore;
  readonly sessions: SessionStore;
  readonly signInLinks: SignInLinkStore;
  readonly tallies: TallyStore;
  /** The migrations that opening applied. */
  readonly migrationsApplied: readonly string[];
  close(): Promise<void>;
}

/**
 * Migrates the database file, creating it when it is missing, and opens it.
 *
 * @throws {StartupError} in one line, when it can't be used
 */
export async function openStore(options: { databasePath: string; migrationsFolder: string }): Promise<Store> {
  const migrationsApplied = migrate(options.databasePath, options.migrationsFolder);
  const database = await openDatabase(options.databasePath);
  return {
    accounts: createAccountStore(database),
    alerts: openAlertStore(database),
    apiTokens: createApiTokenStore(database),
    auditEvents: createAuditEventStore(database),
    authAdapter: createAuthAdapter(database),
    balanceSamples: createBalanceSampleStore(database),
    banReport: createBanReportStore(database),
    cooldowns: createCooldownStore(database),
    errorEvents: createErrorEventStore(database),
    guardSettings: createGuardSettingsStore(database),
    people: createPersonStore(database),
    proxyKeys: createProxyKeyStore(database),
    recording: createRecordingStore(database),
    retention: createRetentionStore(database),
    riskWarnings: createRiskWarningStore(database),
    secretCheck: createSecretCheckStore(database),
    sessions: createSessionStore(database),
    signInLinks: createSignInLinkStore(database),
    tallies: createTallyStore(database),
    migrationsApplied,
    close: () => database.close(),
  };
}
