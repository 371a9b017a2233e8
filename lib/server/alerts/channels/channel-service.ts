import { randomUUID } from "node:crypto";
import type {
  AlertChannel,
  ChannelListResponse,
  ChannelResponse,
  CreateChannelRequest,
  UpdateChannelRequest,
} from "@/lib/contracts/alert-channels";
import { allows, type Role } from "@/lib/domain/roles";
import { invalidField } from "../../accounts/invalid-field";
import { RequestError } from "../../request-error";
import type { WaitingDeliveries } from "../../store/alerts/deliveries";
import type { AuditActor } from "../../team/actor";
import { checkTemplates } from "../message/check-templates";
import type { PreviewTemplates } from "../message/preview-templates";
import { changesOf } from "./channel-audit";
import type { ChannelRecord, ChannelRecords } from "./channel-records";
import { assertSettings, assertTemplates, findChannel } from "./channel-requests";
import type { ChannelTester } from "./channel-tester";
import { hintsOf } from "./secret-hints";

export interface ChannelService extends Pick<ChannelTester, "test"> {
  readonly preview: PreviewTemplates;
  /** The oldest first. Only admins are shown how they are set up. */
  list(role: Role): Promise<ChannelListResponse>;
  /** @throws {RequestError} 400 naming the field, 409 for one channel too many */
  create(request: CreateChannelRequest, by: AuditActor): Promise<ChannelResponse>;
  /**
   * Changes what the request names. One that was switched off because it was refused is on again with any change that
   * does not say otherwise.
   *
   * @throws {RequestError} as `create` does, 404, or 409 when the provisioning file declares the channel; one that was
   *   switched off because it was refused may be switched on again all the same
   */
  update(id: string, request: UpdateChannelRequest, by: AuditActor): Promise<ChannelResponse>;
  /** Rules that name it name one channel less. @throws {RequestError} 404, or 409 for one of the provisioning file */
  delete(id: string, by: AuditActor): Promise<void>;
}

const MAX_CHANNELS = 50;

export function createChannelService(parts: {
  readonly records: ChannelRecords;
  readonly tester: ChannelTester;
  readonly preview: PreviewTemplates;
  /** By the channel's id. */
  readonly summarizeWaiting: () => Promise<ReadonlyMap<string, WaitingDeliveries>>;
  /** In how many browsers push is on. */
  readonly countSubscribers: () => number;
  readonly now: () => number;
}): ChannelService {
  const { records, now } = parts;

  const toChannel = (
    record: ChannelRecord,
    waiting: WaitingDeliveries | undefined,
    seesSettings: boolean,
  ): AlertChannel => {
    const { secrets, settings, updatedAtMs: _, ...rest } = record;
    return {
      ...rest,
      templates: seesSettings ? record.templates : { title: null, text: null },
      settings: seesSettings ? settings : {},
      secrets: seesSettings ? hintsOf(secrets) : {},
      waiting: { deliveries: waiting?.waiting ?? 0, oldestAtMs: waiting?.oldestAtMs ?? null },
      subscribers: record.type === "push" ? parts.countSubscribers() : null,
    };
  };

  const show = async (id: string): Promise<ChannelResponse> => {
    const waiting = (await parts.summarizeWaiting()).get(id);
    const record = findChannel(records, id);
    return {
      serverNowMs: now(),
      channel: toChannel(record, waiting, true),
      warnings: checkTemplates(record.templates),
    };
  };

  const assertNameIsFree = (name: string, id: string): void => {
    const taken = records.list().some((record) => record.name === name && record.id !== id);
    if (taken) throw invalidField("name", "is taken by another channel");
  };

  const assertOwn = (record: ChannelRecord): void => {
    if (!record.provisioned) return;
    throw new RequestError(409, "provisioned", "This channel is declared in the provisioning file. Change it there.");
  };

  /** Switching on what Banwatch switched off changes nothing that the file declares. */
  const isRevival = ({ refusal }: ChannelRecord, request: UpdateChannelRequest): boolean =>
    refusal !== null && request.enabled === true && Object.keys(request).length === 1;

  const changed = (before: ChannelRecord, request: UpdateChannelRequest): ChannelRecord => {
    const { settings, ...rest } = request;
    const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return {
      ...before,
      ...named,
      ...(settings === undefined ? {} : assertSettings(before.type, settings, before)),
      enabled: request.enabled ?? (before.enabled || before.refusal !== null),
      refusal: null,
      updatedAtMs: now(),
    };
  };

  return {
    test: parts.tester.test,
    preview: parts.preview,
    list: async (role) => {
      const waiting = await parts.summarizeWaiting();
      const seesSettings = allows(role, "admin");
      const channels = records.list().map((record) => toChannel(record, waiting.get(record.id), seesSettings));
      return { serverNowMs: now(), channels };
    },
    create: async ({ type, settings, ...rest }, by) => {
      const id = randomUUID();
      await records.save(() => {
        if (records.list().length >= MAX_CHANNELS) {
          throw new RequestError(409, "too_many", `There are ${MAX_CHANNELS} channels already. Delete one first.`);
        }
        assertNameIsFree(rest.name, id);
        assertTemplates(rest.templates, null);
        const record: ChannelRecord = {
          id,
          type,
          ...rest,
          ...assertSettings(type, settings, null),
          provisioned: false,
          refusal: null,
          lastDeliveredAtMs: null,
          lastFailure: null,
          createdAtMs: now(),
          updatedAtMs: now(),
        };
        return [{ record, action: "channel.created", changes: changesOf(null, record) }];
      }, by);
      return show(id);
    },
    update: async (id, request, by) => {
      await records.save(() => {
        const before = findChannel(records, id);
        if (!isRevival(before, request)) assertOwn(before);
        if (request.name !== undefined) assertNameIsFree(request.name, id);
        if (request.templates !== undefined) assertTemplates(request.templates, before.templates);
        const record = changed(before, request);
        const changes = changesOf(before, record);
        const isSame = changes.length === 0 && before.refusal === null;
        return isSame ? [] : [{ record, action: "channel.changed", changes }];
      }, by);
      return show(id);
    },
    delete: async (id, by) => {
      await records.save(() => {
        const record = findChannel(records, id);
        assertOwn(record);
        return [{ record, action: "channel.deleted" }];
      }, by);
    },
  };
}
