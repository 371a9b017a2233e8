import type { AlertSettingsResponse, UpdateAlertSettingsRequest } from "@/lib/contracts/alert-settings";
import type { AuditChange } from "@/lib/contracts/audit";
import { createAuditRecord, listChanges, secretChange } from "../../audit/audit-record";
import { RequestError } from "../../request-error";
import { HEARTBEAT_CONTEXT } from "../../secrets/contexts";
import type { Vault } from "../../secrets/vault";
import {
  type AlertSettingsRecord,
  type AlertSettingsStore,
  DEFAULT_HEARTBEAT_MINUTES,
} from "../../store/alerts/alert-settings";
import { type AuditActor, PROVISIONING } from "../../team/actor";
import { hintOf } from "../channels/secret-hints";

/** The heartbeat as it is set; a null address is none. */
export interface HeartbeatSettings {
  readonly url: string | null;
  readonly everyMinutes: number;
  readonly provisioned: boolean;
}

/** What is set for all alerts together, in memory, in step with the database. */
export interface AlertSettings {
  heartbeat(): HeartbeatSettings & { readonly hint: string | null };
  /** What the request leaves out stays. @throws {RequestError} 409 when the provisioning file declares it */
  change(request: UpdateAlertSettingsRequest, by: AuditActor): Promise<void>;
  /**
   * Brings the heartbeat in line with the provisioning file. A file without one leaves the page in charge: what an
   * earlier one declared stays, and can be changed there again.
   *
   * @returns whether anything was changed
   */
  provision(declared: { readonly url: string; readonly everyMinutes?: number } | null): Promise<boolean>;
}

const NOTHING_SET: HeartbeatSettings = { url: null, everyMinutes: DEFAULT_HEARTBEAT_MINUTES, provisioned: false };

export async function openAlertSettings(parts: {
  readonly store: AlertSettingsStore;
  readonly vault: Vault;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<AlertSettings> {
  const { store, vault, now } = parts;
  let current = read(await store.find(), vault);
  let tail: Promise<unknown> = Promise.resolve();

  const toRecord = ({ url, everyMinutes, provisioned }: HeartbeatSettings): AlertSettingsRecord => ({
    heartbeatUrlCipher: url === null ? null : vault.encrypt(url, HEARTBEAT_CONTEXT),
    heartbeatHint: url === null ? null : hintOf(url),
    heartbeatEveryMinutes: everyMinutes,
    provisioned,
    updatedAtMs: now(),
  });

  /** @param prepare gives the new settings when its turn has come, from the newest ones */
  const save = (prepare: (before: HeartbeatSettings) => HeartbeatSettings, by: AuditActor): Promise<boolean> => {
    const saved = tail.then(async () => {
      const after = prepare(current);
      const changes = changesOf(current, after);
      if (changes.length === 0) return false;
      const target = { kind: "alerts", id: "alerts", name: null } as const;
      await store.save(toRecord(after), createAuditRecord(by, { action: "alerts.changed", target, changes }, now()));
      current = after;
      parts.onChange();
      return true;
    });
    // One that failed does not hold up the next.
    tail = saved.catch(() => undefined);
    return saved;
  };

  return {
    heartbeat: () => ({ ...current, hint: current.url === null ? null : hintOf(current.url) }),
    change: async ({ heartbeatUrl, heartbeatEveryMinutes }, by) => {
      await save((before) => {
        if (before.provisioned) {
          const message = "The heartbeat is declared in the provisioning file. Change it there.";
          throw new RequestError(409, "provisioned", message);
        }
        return {
          url: heartbeatUrl === undefined ? before.url : heartbeatUrl,
          everyMinutes: heartbeatEveryMinutes ?? before.everyMinutes,
          provisioned: false,
        };
      }, by);
    },
    provision: (declared) =>
      save(
        (before) =>
          declared === null
            ? { ...before, provisioned: false }
            : {
                url: declared.url,
                everyMinutes: declared.everyMinutes ?? DEFAULT_HEARTBEAT_MINUTES,
                provisioned: true,
              },
        PROVISIONING,
      ),
  };
}

function read(record: AlertSettingsRecord | null, vault: Vault): HeartbeatSettings {
  if (record === null) return NOTHING_SET;
  const { heartbeatUrlCipher: cipher, heartbeatEveryMinutes: everyMinutes, provisioned } = record;
  return { url: cipher === null ? null : vault.decrypt(cipher, HEARTBEAT_CONTEXT), everyMinutes, provisioned };
}

/** Whoever knows the address can keep the switch from going off: only that it changed is written down. */
function changesOf(before: HeartbeatSettings, after: HeartbeatSettings): AuditChange[] {
  const address =
    before.url === after.url
      ? []
      : before.url === null || after.url === null
        ? [{ field: "heartbeatUrl", before: before.url && "set", after: after.url && "set" }]
        : [secretChange("heartbeatUrl")];
  return [...address, ...listChanges<HeartbeatSettings>(before, after, ["everyMinutes", "provisioned"])];
}

/** The settings as the API tells them. */
export interface AlertSettingsService {
  get(): Promise<AlertSettingsResponse>;
  /** @throws {RequestError} as {@link AlertSettings.change} does */
  change(request: UpdateAlertSettingsRequest, by: AuditActor): Promise<AlertSettingsResponse>;
}

export function createAlertSettingsService(parts: {
  readonly settings: AlertSettings;
  readonly beat: { readonly lastSentAtMs: number | null; readonly problem: string | null };
  /** Messages that wait, in all channels. */
  readonly countWaiting: () => Promise<number>;
  /** When rules were last looked at; null before the first time. */
  readonly evaluatedAtMs: () => number | null;
  readonly now: () => number;
}): AlertSettingsService {
  const get = async (): Promise<AlertSettingsResponse> => {
    const { hint, everyMinutes, provisioned } = parts.settings.heartbeat();
    const { lastSentAtMs, problem } = parts.beat;
    return {
      serverNowMs: parts.now(),
      heartbeat: { hint, everyMinutes, provisioned, lastSentAtMs, problem },
      waiting: await parts.countWaiting(),
      evaluatedAtMs: parts.evaluatedAtMs(),
    };
  };
  return {
    get,
    change: async (request, by) => {
      await parts.settings.change(request, by);
      return get();
    },
  };
}
