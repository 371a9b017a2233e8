import type { ChannelType } from "@/lib/contracts/alert-channels";
import { ApiError } from "../api/fetch-json";
import type { FieldProblem } from "../form/field-problem";
import { channelFieldsOf } from "./channel-fields";
import type { ChannelDraftField, ChannelProblems, ChannelRule } from "./channel-form";

/** Where a field may stand in a request: at the top, among the settings or the templates, in a draft that is tested. */
const PARTS: ReadonlySet<string> = new Set(["draft", "settings", "templates"]);

/** The field of the form that a path of a request is about: `draft.settings.to.0` is `to`. */
const toField = (path: string): string => path.split(".").find((part) => !PARTS.has(part)) ?? "";

/**
 * What a refusal says about the fields of a channel's form, the first fault of each. The server's own words are kept: it
 * knows what is wrong in ways that no rule here does.
 */
export function readChannelProblems(error: unknown, type: ChannelType): ChannelProblems {
  const faults = (error instanceof ApiError ? error.problem?.fields : undefined) ?? [];
  const fields: readonly string[] = ["name", "title", "text", ...channelFieldsOf(type).map(({ name }) => name)];
  const found: Partial<Record<ChannelDraftField, FieldProblem<ChannelRule>>> = {};
  for (const { field, message } of faults) {
    const name = toField(field);
    if (fields.includes(name)) found[name as ChannelDraftField] ??= { kind: "text", text: message };
  }
  return found;
}
