import { z } from "zod";
import { type ChannelTemplates, type ChannelType, channelType } from "@/lib/contracts/alert-channels";
import type { Locale } from "@/lib/domain/locales";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { AlertChannel } from "../generated/client";
import { toNullableMs } from "../nullable-ms";
import type { Database } from "../sqlite/database";

/** When something was, and why. */
export interface ReasonAt {
  readonly atMs: number;
  readonly reason: string;
}

/** A channel as it is kept: its secrets are encrypted. */
export interface StoredChannel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  readonly isDefault: boolean;
  readonly enabled: boolean;
  readonly locale: Locale;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secretsCipher: string;
  /** What is shown of each secret that is set. */
  readonly secretHints: Readonly<Record<string, string>>;
  readonly templates: ChannelTemplates;
  readonly provisioned: boolean;
  readonly refusal: ReasonAt | null;
  readonly lastDeliveredAtMs: number | null;
  readonly lastFailure: ReasonAt | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What the last messages to a channel came to. */
export type ChannelNews = Pick<StoredChannel, "lastDeliveredAtMs" | "lastFailure">;

export interface ChannelStore {
  /** The oldest first. */
  list(): Promise<StoredChannel[]>;
  /**
   * Creates the channels, or replaces those with their ids but for their news, deletes others, and writes the lines of
   * the audit log: all of it or nothing. Waits up to 5 s for the database.
   */
  save(
    changes: { readonly kept: readonly StoredChannel[]; readonly deletedIds: readonly string[] },
    audit: readonly AuditRecord[],
  ): Promise<void>;
  /** Notes news by the channel's id. Channels that are gone are passed over. */
  saveNews(news: ReadonlyMap<string, ChannelNews>): Promise<void>;
}

const settingsText = z.record(z.string(), z.unknown());
const hintsText = z.record(z.string(), z.string());

const reasonAt = (atMs: bigint | null, reason: string | null): ReasonAt | null =>
  atMs === null ? null : { atMs: Number(atMs), reason: reason ?? "" };

const toChannel = (row: AlertChannel): StoredChannel => ({
  id: row.id,
  name: row.name,
  type: channelType.parse(row.type),
  isDefault: row.isDefault,
  enabled: row.enabled,
  locale: row.locale as Locale,
  settings: settingsText.parse(JSON.parse(row.settings)),
  secretsCipher: row.secretsCipher,
  secretHints: hintsText.parse(JSON.parse(row.secretHints)),
  templates: { title: row.titleTemplate, text: row.textTemplate },
  provisioned: row.provisioned,
  refusal: reasonAt(row.refusedAtMs, row.refusedReason),
  lastDeliveredAtMs: toNullableMs(row.lastDeliveredAtMs),
  lastFailure: reasonAt(row.lastFailedAtMs, row.lastFailure),
  createdAtMs: Number(row.createdAtMs),
  updatedAtMs: Number(row.updatedAtMs),
});

const toNews = ({ lastDeliveredAtMs, lastFailure }: ChannelNews) => ({
  lastDeliveredAtMs,
  lastFailedAtMs: lastFailure?.atMs ?? null,
  lastFailure: lastFailure?.reason ?? null,
});

const toRow = ({
  templates,
  refusal,
  settings,
  secretHints,
  lastDeliveredAtMs: _,
  lastFailure: __,
  ...rest
}: StoredChannel) => ({
  ...rest,
  settings: JSON.stringify(settings),
  secretHints: JSON.stringify(secretHints),
  titleTemplate: templates.title,
  textTemplate: templates.text,
  refusedAtMs: refusal?.atMs ?? null,
  refusedReason: refusal?.reason ?? null,
});

export function createChannelStore({ reader, write }: Pick<Database, "reader" | "write">): ChannelStore {
  return {
    list: async () => {
      const rows = await reader.alertChannel.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] });
      return rows.map(toChannel);
    },
    save: async ({ kept, deletedIds }, audit) => {
      await write(async (writer) => {
        // First, so that its name is free for one that takes it.
        await writer.alertChannel.deleteMany({ where: { id: { in: [...deletedIds] } } });
        for (const channel of kept) {
          const { id, ...data } = toRow(channel);
          const { count } = await writer.alertChannel.updateMany({ where: { id }, data });
          if (count === 0) await writer.alertChannel.create({ data: { id, ...data, ...toNews(channel) } });
        }
        for (const record of audit) await insertAuditEvent(writer, record);
      });
    },
    saveNews: async (news) => {
      await write(async (writer) => {
        for (const [id, one] of news) await writer.alertChannel.updateMany({ where: { id }, data: toNews(one) });
      });
    },
  };
}
