import type { UpdateGuardRequest } from "@/lib/contracts/guard";
import type { ProvisioningFile } from "@/lib/contracts/provisioning";
import { effectiveMode, type GuardMode } from "@/lib/domain/guard-mode";
import { createAuditRecord, listChanges } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { GuardSettingsRecord, GuardSettingsStore } from "../store/guard-settings";
import { type AuditActor, PROVISIONING } from "../team/actor";

/** What the guard does, in memory, in step with the database: asking costs a call nothing. */
export interface GuardSettings {
  /** For accounts that have no mode of their own. */
  mode(): GuardMode;
  /** Whether calls are held back when an address comes near its limit. */
  shedding(): boolean;
  /** Declared in the provisioning file, so it is changed there. */
  isProvisioned(): boolean;
  modeOf(account: { readonly guardMode: GuardMode | null }): GuardMode;
  /**
   * Takes effect for the very next call, once it is stored. What the request leaves out stays.
   *
   * @throws {RequestError} 409 when the provisioning file declares the settings
   */
  change(request: UpdateGuardRequest, by: AuditActor): Promise<void>;
  /**
   * Brings the settings in line with the provisioning file. What a file leaves out that names one of the two is the
   * default. One that names neither, or no file, leaves the page in charge: what an earlier one declared stays as it is,
   * and can be changed there again.
   *
   * @returns whether anything was changed
   */
  provision(file: Pick<ProvisioningFile, "guard" | "shedding"> | null): Promise<boolean>;
}

const DEFAULTS: Omit<GuardSettingsRecord, "updatedAtMs"> = { mode: "enforce", shedding: false, provisioned: false };

const FIELDS = ["mode", "shedding", "provisioned"] as const;

export async function openGuardSettings(parts: {
  readonly store: GuardSettingsStore;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<GuardSettings> {
  const { store, now } = parts;
  let current: GuardSettingsRecord = (await store.find()) ?? { ...DEFAULTS, updatedAtMs: 0 };
  let tail: Promise<unknown> = Promise.resolve();

  /** @param prepare gives the new settings when its turn has come, from the newest ones */
  const save = (
    prepare: (before: GuardSettingsRecord) => Omit<GuardSettingsRecord, "updatedAtMs">,
    by: AuditActor,
  ): Promise<boolean> => {
    const saved = tail.then(async () => {
      const after = { ...prepare(current), updatedAtMs: now() };
      const changes = listChanges<GuardSettingsRecord>(current, after, FIELDS);
      if (changes.length === 0) return false;
      const target = { kind: "guard", id: "guard", name: null } as const;
      await store.save(after, createAuditRecord(by, { action: "guard.changed", target, changes }, now()));
      current = after;
      parts.onChange();
      return true;
    });
    // One that failed does not hold up the next.
    tail = saved.catch(() => undefined);
    return saved;
  };

  return {
    mode: () => current.mode,
    shedding: () => current.shedding,
    isProvisioned: () => current.provisioned,
    modeOf: ({ guardMode }) => effectiveMode(guardMode, current.mode),
    change: async ({ mode, shedding }, by) => {
      await save((before) => {
        if (before.provisioned) {
          const message = "The guard's settings are declared in the provisioning file. Change them there.";
          throw new RequestError(409, "provisioned", message);
        }
        return { mode: mode ?? before.mode, shedding: shedding ?? before.shedding, provisioned: false };
      }, by);
    },
    provision: (file) => {
      const { guard: mode, shedding } = file ?? {};
      const isDeclared = mode !== undefined || shedding !== undefined;
      return save(
        ({ mode: keptMode, shedding: keptShedding }) =>
          isDeclared
            ? { mode: mode ?? DEFAULTS.mode, shedding: shedding ?? DEFAULTS.shedding, provisioned: true }
            : { mode: keptMode, shedding: keptShedding, provisioned: false },
        PROVISIONING,
      );
    },
  };
}
