import { randomUUID } from "node:crypto";
import type { ProvisionedChannel } from "@/lib/contracts/provisioned-alerts";
import { isUnusable } from "@/lib/contracts/template-problem";
import { changesOf } from "../alerts/channels/channel-audit";
import type { ChannelChange, ChannelRecord, ChannelRecords } from "../alerts/channels/channel-records";
import { type ChannelSetup, readChannelSettings } from "../alerts/channels/channel-settings";
import { checkTemplates } from "../alerts/message/check-templates";
import { StartupError } from "../startup-error";
import { PROVISIONING } from "../team/actor";
import type { DeclaredFile } from "./read-provisioning-file";

/** One declared channel, and the channel that is to become it; null for one that is to be made. */
interface PlannedChannel {
  readonly known: ChannelRecord | null;
  readonly declared: ProvisionedChannel;
  readonly setup: ChannelSetup;
}

export interface ChannelPlan {
  readonly declared: readonly PlannedChannel[];
  /** Channels that an earlier file declared and this one does not: people may change them again. */
  readonly released: readonly ChannelRecord[];
}

/**
 * What brings the channels in line with the provisioning file. A declared channel is found by its name, whoever made it.
 * Changes nothing.
 *
 * @throws {StartupError} with file, line and field, for settings that do not fit each other and templates that cannot be
 *   read
 */
export function planChannels(
  {
    channels,
    placeOf,
  }: { readonly channels: readonly ProvisionedChannel[]; readonly placeOf: DeclaredFile["placeOf"] },
  records: Pick<ChannelRecords, "list">,
): ChannelPlan {
  const declared = channels.map((entry, index): PlannedChannel => {
    // The file says all there is to say: what it leaves out is not taken from what was there.
    const read = readChannelSettings(entry.type, entry.settings, null);
    if (read.kind === "wrong") {
      const [{ field, message }] = read.fields;
      throw new StartupError(`${placeOf(["channels", index, field])} ${message}.`);
    }
    const problem = checkTemplates(entry.templates).find(isUnusable);
    if (problem !== undefined) {
      const field = problem.field === "title" ? "titleTemplate" : "textTemplate";
      throw new StartupError(`${placeOf(["channels", index, field])}: ${problem.message}`);
    }
    const known = records.list().find(({ name }) => name === entry.name) ?? null;
    return { known, declared: entry, setup: read.value };
  });
  const kept = new Set(declared.map(({ known }) => known?.id));
  return { declared, released: records.list().filter(({ id, provisioned }) => provisioned && !kept.has(id)) };
}

/** The names that channels have once the plan was carried out. */
export const channelNamesAfter = (plan: ChannelPlan, records: Pick<ChannelRecords, "list">): ReadonlySet<string> =>
  new Set([...records.list().map(({ name }) => name), ...plan.declared.map(({ declared }) => declared.name)]);

/**
 * Brings the channels in line with the plan, in one transaction. Applying the same file twice changes nothing the second
 * time; a channel that the file no longer names stays, and can be changed in the browser from then on. One that was
 * switched off because it was refused is tried again: whoever starts Banwatch with it wants it on.
 *
 * @returns how many channels were made, changed or released
 */
export async function provisionChannels(
  plan: ChannelPlan,
  parts: { readonly records: ChannelRecords; readonly now: () => number },
): Promise<number> {
  const nowMs = parts.now();

  const toChange = (planned: PlannedChannel): ChannelChange[] => {
    const { known } = planned;
    const record = recordOf(planned, nowMs);
    const changes = changesOf(known, record);
    if (known === null) return [{ record, action: "channel.created", changes }];
    return changes.length === 0 ? [] : [{ record, action: "channel.changed", changes }];
  };

  const changes = [
    ...plan.declared.flatMap(toChange),
    ...plan.released.map((known): ChannelChange => {
      const record = { ...known, provisioned: false, updatedAtMs: nowMs };
      return { record, action: "channel.changed", changes: changesOf(known, record) };
    }),
  ];
  await parts.records.save(() => changes, PROVISIONING);
  return changes.length;
}

function recordOf({ known, declared, setup }: PlannedChannel, nowMs: number): ChannelRecord {
  const { name, type, isDefault, enabled, locale, templates } = declared;
  const isTriedAgain = enabled && known?.enabled === false;
  return {
    id: known?.id ?? randomUUID(),
    ...{ name, type, isDefault, enabled, locale, templates },
    ...setup,
    provisioned: true,
    refusal: isTriedAgain ? null : (known?.refusal ?? null),
    lastDeliveredAtMs: known?.lastDeliveredAtMs ?? null,
    lastFailure: known?.lastFailure ?? null,
    createdAtMs: known?.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
  };
}
