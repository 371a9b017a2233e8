import type { UpdateAlertSettingsRequest } from "@/lib/contracts/alert-settings";
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
import { DEFAULT_TIME_ZONE } from "../message/words";

/** How messages are written. */
export interface MessageSettings {
  /** Whose clocks they show: a name of the IANA time zone database. */
  readonly timeZone: string;
  readonly provisioned: boolean;
}

/** The heartbeat as it is set; a null address is none. */
export interface HeartbeatSettings {
  readonly url: string | null;
  readonly everyMinutes: number;
  readonly provisioned: boolean;
}

/** What is set for all alerts together, in memory, in step with the database. */
export interface AlertSettings {
  heartbeat(): HeartbeatSettings & { readonly hint: string | null };
  messages(): MessageSettings;
  /** What the request leaves out stays. @throws {RequestError} 409 when the provisioning file declares what it changes */
  change(request: UpdateAlertSettingsRequest, by: AuditActor): Promise<void>;
  /**
   * Brings the heartbeat in line with the provisioning file. A file without one leaves the page in charge: what an
   * earlier one declared stays, and can be changed there again.
   *
   * @returns whether anything was changed
   */
  provision(declared: { readonly url: string; readonly everyMinutes?: number } | null): Promise<boolean>;
  /** Does the same with how messages are written. */
  provisionMessages(declared: { readonly timeZone: string } | null): Promise<boolean>;
}

interface Settings {
  readonly heartbeat: HeartbeatSettings;
  readonly messages: MessageSettings;
}

const NOTHING_SET: Settings = {
  heartbeat: { url: null, everyMinutes: DEFAULT_HEARTBEAT_MINUTES, provisioned: false },
  messages: { timeZone: DEFAULT_TIME_ZONE, provisioned: false },
};

const assertOwn = ({ provisioned }: { readonly provisioned: boolean }, what: string): void => {
  if (!provisioned) return;
  throw new RequestError(409, "provisioned", `The ${what} is declared in the provisioning file. Change it there.`);
};

export async function openAlertSettings(parts: {
  readonly store: AlertSettingsStore;
  readonly vault: Vault;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<AlertSettings> {
  const { store, vault, now } = parts;
  let current = read(await store.find(), vault);
  let tail: Promise<unknown> = Promise.resolve();

  const toRecord = ({ heartbeat, messages }: Settings): AlertSettingsRecord => ({
    heartbeatUrlCipher: heartbeat.url === null ? null : vault.encrypt(heartbeat.url, HEARTBEAT_CONTEXT),
    heartbeatHint: heartbeat.url === null ? null : hintOf(heartbeat.url),
    heartbeatEveryMinutes: heartbeat.everyMinutes,
    provisioned: heartbeat.provisioned,
    timeZone: messages.timeZone,
    timeZoneProvisioned: messages.provisioned,
    updatedAtMs: now(),
  });

  /** @param prepare gives the new settings when its turn has come, from the newest ones */
  const save = (prepare: (before: Settings) => Settings, by: AuditActor): Promise<boolean> => {
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
    heartbeat: () => {
      const { heartbeat } = current;
      return { ...heartbeat, hint: heartbeat.url === null ? null : hintOf(heartbeat.url) };
    },
    messages: () => current.messages,
    change: async ({ heartbeatUrl, heartbeatEveryMinutes, timeZone }, by) => {
      await save(({ heartbeat, messages }) => {
        const namesHeartbeat = heartbeatUrl !== undefined || heartbeatEveryMinutes !== undefined;
        if (namesHeartbeat) assertOwn(heartbeat, "heartbeat");
        if (timeZone !== undefined) assertOwn(messages, "time zone of messages");
        return {
          heartbeat: {
            ...heartbeat,
            url: heartbeatUrl === undefined ? heartbeat.url : heartbeatUrl,
            everyMinutes: heartbeatEveryMinutes ?? heartbeat.everyMinutes,
          },
          messages: { ...messages, timeZone: timeZone ?? messages.timeZone },
        };
      }, by);
    },
    provision: (declared) =>
      save(({ heartbeat, messages }) => {
        if (declared === null) return { messages, heartbeat: { ...heartbeat, provisioned: false } };
        const { url, everyMinutes = DEFAULT_HEARTBEAT_MINUTES } = declared;
        return { messages, heartbeat: { url, everyMinutes, provisioned: true } };
      }, PROVISIONING),
    provisionMessages: (declared) =>
      save(
        ({ heartbeat, messages }) => ({
          heartbeat,
          messages: { timeZone: declared?.timeZone ?? messages.timeZone, provisioned: declared !== null },
        }),
        PROVISIONING,
      ),
  };
}

function read(record: AlertSettingsRecord | null, vault: Vault): Settings {
  if (record === null) return NOTHING_SET;
  const { heartbeatUrlCipher: cipher, heartbeatEveryMinutes: everyMinutes, provisioned } = record;
  const url = cipher === null ? null : vault.decrypt(cipher, HEARTBEAT_CONTEXT);
  return {
    heartbeat: { url, everyMinutes, provisioned },
    messages: { timeZone: record.timeZone, provisioned: record.timeZoneProvisioned },
  };
}

/** Whoever knows the address can keep the switch from going off: only that it changed is written down. */
function changesOf(
  { heartbeat: before, messages: said }: Settings,
  { heartbeat: after, messages }: Settings,
): AuditChange[] {
  const address =
    before.url === after.url
      ? []
      : before.url === null || after.url === null
        ? [{ field: "heartbeatUrl", before: before.url && "set", after: after.url && "set" }]
        : [secretChange("heartbeatUrl")];
  return [
    ...address,
    ...listChanges<HeartbeatSettings>(before, after, ["everyMinutes", "provisioned"]),
    ...listChanges<MessageSettings>(said, messages, ["timeZone"]),
    ...listChanges({ timeZoneProvisioned: said.provisioned }, { timeZoneProvisioned: messages.provisioned }, [
      "timeZoneProvisioned",
    ]),
  ];
}
