import { type AccountStore, createAccountStore } from "./accounts";
import { type BalanceSampleStore, createBalanceSampleStore } from "./balance-samples";
import { type CooldownStore, createCooldownStore } from "./cooldowns";
import { createErrorEventStore, type ErrorEventStore } from "./error-events";
import { createRecordingStore, type RecordingStore } from "./recording";
import { createRetentionStore, type RetentionStore } from "./retention";
import { openDatabase } from "./sqlite/database";
import { migrate } from "./sqlite/migrate";
import { createTallyStore, type TallyStore } from "./tallies";

/** Everything that is kept. Its parts are the only users of Prisma. */
export interface Store {
  readonly accounts: AccountStore;
  readonly balanceSamples: BalanceSampleStore;
  readonly cooldowns: CooldownStore;
  readonly errorEvents: ErrorEventStore;
  readonly recording: RecordingStore;
  readonly retention: RetentionStore;
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
    balanceSamples: createBalanceSampleStore(database),
    cooldowns: createCooldownStore(database),
    errorEvents: createErrorEventStore(database),
    recording: createRecordingStore(database),
    retention: createRetentionStore(database),
    tallies: createTallyStore(database),
    migrationsApplied,
    close: () => database.close(),
  };
}
