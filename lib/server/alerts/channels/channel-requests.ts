import type { ChannelTemplates } from "@/lib/contracts/alert-channels";
import { isUnusable } from "@/lib/contracts/template-problem";
import { RequestError } from "../../request-error";
import { checkTemplates } from "../message/check-templates";
import type { ChannelRecord, ChannelRecords } from "./channel-records";
import { type ChannelSetup, readChannelSettings } from "./channel-settings";

/**
 * What a request sets a channel up with, checked.
 *
 * @param known the channel as it is; null for a new one
 * @throws {RequestError} 400 naming the fields as the request has them
 */
export function assertSettings(
  type: ChannelRecord["type"],
  given: Readonly<Record<string, unknown>>,
  known: ChannelSetup | null,
): ChannelSetup {
  const read = readChannelSettings(type, given, known);
  if (read.kind === "fine") return read.value;
  const [first] = read.fields;
  throw new RequestError(400, "invalid_request", `${first.field} ${first.message}.`, {
    fields: read.fields.map(({ field, message }) => ({ field: `settings.${field}`, message })),
  });
}

/**
 * Refuses templates that cannot be read. One that is left as it was is not looked at: it must not keep anybody from
 * switching the channel.
 *
 * @throws {RequestError} 400 naming the template, the line and the column
 */
export function assertTemplates(templates: ChannelTemplates, before: ChannelTemplates | null): void {
  const fields = checkTemplates(templates)
    .filter((problem) => isUnusable(problem) && templates[problem.field] !== before?.[problem.field])
    .map(({ field, message }) => ({ field: `templates.${field}`, message }));
  const [first] = fields;
  if (first !== undefined)
    throw new RequestError(400, "invalid_request", `${first.field}: ${first.message}`, { fields });
}

/** @throws {RequestError} 404 */
export function findChannel(records: Pick<ChannelRecords, "find">, id: string): ChannelRecord {
  const record = records.find(id);
  if (record === undefined) throw new RequestError(404, "not_found", "There is no such channel.");
  return record;
}
