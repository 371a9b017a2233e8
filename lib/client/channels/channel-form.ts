import {
  type AlertChannel,
  CHANNEL_SHAPES,
  type ChannelType,
  type CreateChannelRequest,
  channelTemplates,
  type UpdateChannelRequest,
} from "@/lib/contracts/alert-channels";
import { label } from "@/lib/contracts/text";
import type { Locale } from "@/lib/domain/locales";
import { type FieldProblems as ProblemsOf, toProblems } from "../form/field-problem";
import { type ChannelField, channelFieldsOf, type SettingName } from "./channel-fields";

/** What a person typed, as typed; an empty text is "not set". A secret is empty while the saved one is kept. */
export type ChannelDraft = {
  readonly type: ChannelType;
  readonly name: string;
  readonly isDefault: boolean;
  readonly locale: Locale;
  /** Liquid; empty is the built-in text. */
  readonly title: string;
  readonly text: string;
  /** Saved secrets that are to be taken out. */
  readonly removed: readonly SettingName[];
} & Readonly<Record<SettingName, string>>;

export type ChannelDraftField = keyof ChannelDraft & string;

/** What can be wrong with a field; each has its words in the message file `channels`, under `rule`. */
export type ChannelRule =
  | "nameEmpty"
  | "nameLong"
  | "nameBad"
  | "nameTaken"
  | "empty"
  | "secretAgain"
  | "withPassword"
  | "withUsername"
  | "titleLong"
  | "textLong"
  | Exclude<SettingName, "flavour" | "security">;

export type ChannelProblems = ProblemsOf<ChannelDraftField, ChannelRule>;

const EMPTY_SETTINGS: Readonly<Record<SettingName, string>> = {
  url: "",
  flavour: "",
  chatId: "",
  threadId: "",
  baseUrl: "",
  botToken: "",
  host: "",
  port: "",
  security: "",
  username: "",
  from: "",
  to: "",
  password: "",
  topic: "",
  token: "",
  routingKey: "",
  secret: "",
};

/** An empty form for a type. @param isDefault the first one should be: else no alert had an addressee */
export const emptyChannelDraft = (
  type: ChannelType,
  name: string,
  locale: Locale,
  isDefault: boolean,
): ChannelDraft => ({
  ...EMPTY_SETTINGS,
  type,
  name,
  isDefault,
  locale,
  title: "",
  text: "",
  removed: [],
});

/** The form that edits a channel. Secrets are empty: all that is known of them here is how they end. */
export function toChannelDraft(channel: AlertChannel): ChannelDraft {
  const draft: Record<SettingName, string> = { ...EMPTY_SETTINGS };
  for (const { name, kind, placeholder, selfHosted } of channelFieldsOf(channel.type)) {
    if (kind === "secret") continue;
    const value = channel.settings[name];
    const text = Array.isArray(value) ? value.join(", ") : value === undefined || value === null ? "" : String(value);
    draft[name] = selfHosted && text === placeholder ? "" : text;
  }
  const { type, name, isDefault, locale, templates } = channel;
  return {
    ...draft,
    type,
    name,
    isDefault,
    locale,
    title: templates.title ?? "",
    text: templates.text ?? "",
    removed: [],
  };
}

/** The addresses of a text, however they are parted. */
export const toAddresses = (text: string): string[] => text.split(/[\s,;，；]+/).filter((address) => address !== "");

/** The fields that say to which server a secret goes, and how. */
const DESTINATIONS: readonly SettingName[] = ["baseUrl", "host", "port", "security"];

/** What counts of a field: what was entered, else what the API puts there. */
const effective = (text: string, { choices, placeholder }: ChannelField): string =>
  text.trim() || (choices?.[0] ?? placeholder ?? "");

/** Whether saved secrets would go to another server than now: then they have to be entered again, by who knows them. */
export function needsSecretsAgain(channel: AlertChannel, draft: ChannelDraft): boolean {
  const before = toChannelDraft(channel);
  return channelFieldsOf(channel.type).some(
    (field) =>
      DESTINATIONS.includes(field.name) && effective(draft[field.name], field) !== effective(before[field.name], field),
  );
}

/** Whether a channel will have this secret once the form is saved as it is. */
const hasSecret = (draft: ChannelDraft, channel: AlertChannel | null, name: SettingName): boolean =>
  draft[name].trim() !== "" || (channel?.secrets[name] !== undefined && !draft.removed.includes(name));

/**
 * What is wrong with a form, by the rules of the API.
 *
 * @param channel the one that is edited; null for a new one
 * @param takenNames those of the other channels
 */
export function checkChannelDraft(
  draft: ChannelDraft,
  channel: AlertChannel | null,
  takenNames: readonly string[],
): ChannelProblems {
  const rules: Partial<Record<ChannelDraftField, ChannelRule | null>> = { name: checkName(draft.name, takenNames) };
  const asksAgain = channel !== null && needsSecretsAgain(channel, draft);
  for (const field of channelFieldsOf(draft.type)) {
    const isKept = field.kind === "secret" && draft[field.name].trim() === "" && hasSecret(draft, channel, field.name);
    rules[field.name] = isKept ? (asksAgain ? "secretAgain" : null) : checkSetting(draft, field);
  }
  if (draft.type === "email") {
    const hasUsername = draft.username.trim() !== "";
    const hasPassword = hasSecret(draft, channel, "password");
    if (hasUsername && !hasPassword) rules.password ??= "withUsername";
    if (hasPassword && !hasUsername) rules.username ??= "withPassword";
  }
  rules.title = channelTemplates.shape.title.safeParse(draft.title).success ? null : "titleLong";
  rules.text = channelTemplates.shape.text.safeParse(draft.text).success ? null : "textLong";
  return toProblems(rules);
}

/** The request that adds the channel of a form without problems. */
export const toCreateChannelRequest = (draft: ChannelDraft): CreateChannelRequest => ({
  type: draft.type,
  name: draft.name.trim(),
  isDefault: draft.isDefault,
  enabled: true,
  locale: draft.locale,
  templates: toTemplates(draft),
  settings: toSettings(draft),
});

/** The request that changes a channel. Whether it is on is not a matter of the form. */
export function toUpdateChannelRequest(draft: ChannelDraft): UpdateChannelRequest {
  const { type: _type, enabled: _enabled, ...changes } = toCreateChannelRequest(draft);
  return changes;
}

/** Both templates as the API takes them: null is the built-in text. */
export const toTemplates = ({ title, text }: Pick<ChannelDraft, "title" | "text">) => ({
  title: title.trim() === "" ? null : title,
  text: text.trim() === "" ? null : text,
});

/** `wanted`, or `wanted 2`, `wanted 3` … where a channel already has that name. */
export function freeChannelName(wanted: string, channels: readonly Pick<AlertChannel, "name">[]): string {
  const taken = new Set(channels.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

function toSettings(draft: ChannelDraft): Record<string, unknown> {
  const entries = channelFieldsOf(draft.type)
    .filter(({ name }) => draft[name].trim() !== "")
    .map((field) => [field.name, toValue(draft[field.name], field.kind)] as const);
  // Null takes a saved secret out; what is left out stays.
  const removed = draft.removed.filter((name) => draft[name].trim() === "").map((name) => [name, null] as const);
  return Object.fromEntries([...entries, ...removed]);
}

function toValue(text: string, kind: ChannelField["kind"]): unknown {
  if (kind === "addresses") return toAddresses(text);
  // Number() also reads what nobody means by a number, such as 0x10 or 1e3.
  if (kind === "number") return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return text.trim();
}

function checkName(text: string, takenNames: readonly string[]): ChannelRule | null {
  if (text.trim() === "") return "nameEmpty";
  if (takenNames.includes(text.trim())) return "nameTaken";
  if (label.safeParse(text).success) return null;
  return text.trim().length > 60 ? "nameLong" : "nameBad";
}

function checkSetting(draft: ChannelDraft, { name, kind, required }: ChannelField): ChannelRule | null {
  if (name === "flavour" || name === "security") return null;
  if (draft[name].trim() === "") return required ? "empty" : null;
  const { open, secret } = CHANNEL_SHAPES[draft.type];
  const shape = { ...open.shape, ...secret.shape } as Readonly<
    Partial<Record<SettingName, { safeParse(value: unknown): { success: boolean } }>>
  >;
  return shape[name]?.safeParse(toValue(draft[name], kind)).success === false ? name : null;
}
