import type { AuditChange } from "@/lib/contracts/audit";
import { listChanges, secretChange } from "../../audit/audit-record";
import type { ChannelRecord } from "./channel-records";

const FIELDS = ["name", "type", "isDefault", "enabled", "locale", "title", "text", "provisioned"] as const;

const readable = ({ templates, ...rest }: ChannelRecord) => ({ ...rest, ...templates });

const asText = (value: unknown): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

function settingsChanges(before: ChannelRecord | null, after: ChannelRecord): AuditChange[] {
  const fields = [...new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(after.settings)])];
  const textsOf = (record: ChannelRecord | null) =>
    Object.fromEntries(fields.map((field) => [field, asText(record?.settings[field])]));
  return listChanges<Record<string, string | null>>(textsOf(before), textsOf(after), fields);
}

/** What the audit log says of a channel that was made or changed. Its secrets show as "changed". */
export function changesOf(before: ChannelRecord | null, after: ChannelRecord): AuditChange[] {
  const old = before === null ? null : readable(before);
  const secretFields = [...new Set([...Object.keys(before?.secrets ?? {}), ...Object.keys(after.secrets)])];
  const replaced = secretFields.filter((field) => before?.secrets[field] !== after.secrets[field]);
  return [
    ...listChanges<ReturnType<typeof readable>>(old, readable(after), FIELDS),
    ...settingsChanges(before, after),
    ...(before === null ? [] : replaced.map(secretChange)),
  ];
}
