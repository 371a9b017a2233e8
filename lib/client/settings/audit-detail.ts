import { CHANNEL_TYPES, type ChannelType } from "@/lib/contracts/alert-channels";
import type { AuditChange, AuditEvent } from "@/lib/contracts/audit";
import { RULE_KINDS, type RuleKind, SEVERITIES, type Severity } from "@/lib/domain/alert-rules/kinds";
import { LOCALES, type Locale } from "@/lib/domain/locales";
import { isRole, type Role } from "@/lib/domain/roles";

/** What the server writes for each way of signing in, and the name of its words in the message file `settings`. */
const SIGN_IN_WAYS = {
  password: "password",
  "identity provider": "identityProvider",
  "identity provider, first time": "identityProviderFirst",
  "identity provider: unverified": "identityProviderUnverified",
  "identity provider: domain": "identityProviderDomain",
  "identity provider: removed": "identityProviderRemoved",
  "identity provider: not-invited": "identityProviderNotInvited",
  "identity provider: not-linked": "identityProviderNotLinked",
  "recovery code": "recoveryCode",
  "code of the app": "appCode",
  link: "link",
  "set-up of the owner": "ownerSetUp",
} as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[keyof typeof SIGN_IN_WAYS];

/** What the server writes where it must not say more, or the log needs no more, and the name of its words. */
const WORDS = {
  answer: { delivered: "delivered", "not delivered": "notDelivered" },
  heartbeatUrl: { set: "set" },
} as const;
type Worded = keyof typeof WORDS;
export type AuditWord = { [F in Worded]: (typeof WORDS)[F][keyof (typeof WORDS)[F]] }[Worded];

function findWord(field: string, text: string): AuditWord | undefined {
  if (!Object.hasOwn(WORDS, field)) return undefined;
  const words: Readonly<Record<string, AuditWord>> = WORDS[field as Worded];
  return Object.hasOwn(words, text) ? words[text] : undefined;
}

/** A value that other pages have a word for, with that word's name in the message files. */
export type AuditChoiceKey =
  | `alert-rules.severity.${Severity}`
  | `alert-rules.kind.${RuleKind}.name`
  | `channels.form.locales.${Locale}`
  | `channels.type.${ChannelType}.name`;

const chooseFrom =
  <T extends string>(values: readonly T[], keyOf: (value: T) => AuditChoiceKey) =>
  (text: string): AuditChoiceKey | undefined => {
    const value = values.find((one) => one === text);
    return value === undefined ? undefined : keyOf(value);
  };

/** Fields whose values are chosen from a list on the pages of alerts. */
const CHOICES: Readonly<Record<string, (text: string) => AuditChoiceKey | undefined>> = {
  severity: chooseFrom(SEVERITIES, (severity) => `alert-rules.severity.${severity}`),
  when: chooseFrom(RULE_KINDS, (kind) => `alert-rules.kind.${kind}.name`),
  locale: chooseFrom(LOCALES, (locale) => `channels.form.locales.${locale}`),
  type: chooseFrom(CHANNEL_TYPES, (type) => `channels.type.${type}.name`),
};

const findChoice = (field: string, text: string): AuditChoiceKey | undefined =>
  Object.hasOwn(CHOICES, field) ? CHOICES[field]?.(text) : undefined;

const isKnownWay = (text: string): text is keyof typeof SIGN_IN_WAYS => Object.hasOwn(SIGN_IN_WAYS, text);

/** One side of a change, as it is to be drawn. */
export type AuditValue =
  | { readonly kind: "nothing" }
  | { readonly kind: "secret" }
  | { readonly kind: "switch"; readonly on: boolean }
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "instant"; readonly atMs: number }
  | { readonly kind: "way"; readonly way: SignInWay }
  | { readonly kind: "word"; readonly word: AuditWord }
  | { readonly kind: "choice"; readonly key: AuditChoiceKey }
  | { readonly kind: "link"; readonly link: "invitation" | "reset" }
  | { readonly kind: "text"; readonly text: string };

export interface AuditChangeRow {
  readonly field: string;
  readonly before: AuditValue;
  readonly after: AuditValue;
}

/** Whose value never stands in the log; the server writes that it changed. Kept apart from a name such as "changed". */
const SECRET_FIELDS = /(key|token|secret|password|codes?|totp|hash|url)$/i;

/** Changes as the details list them: before and after of each field, in words where there are words for it. */
export function prepareChanges({ changes }: Pick<AuditEvent, "changes">): readonly AuditChangeRow[] {
  return changes.map((change) => ({
    field: change.field,
    before: readValue(change, change.before),
    after: readValue(change, change.after),
  }));
}

function readValue({ field }: AuditChange, text: string | null): AuditValue {
  if (text === null) return { kind: "nothing" };
  if (text === "changed" && SECRET_FIELDS.test(field)) return { kind: "secret" };
  if (text === "true" || text === "false") return { kind: "switch", on: text === "true" };
  if (field === "secondFactor" && text === "off") return { kind: "switch", on: false };
  if (field === "way" && isKnownWay(text)) return { kind: "way", way: SIGN_IN_WAYS[text] };
  const word = findWord(field, text);
  if (word !== undefined) return { kind: "word", word };
  const choice = findChoice(field, text);
  if (choice !== undefined) return { kind: "choice", key: choice };
  if (field === "kind" && (text === "invitation" || text === "reset")) return { kind: "link", link: text };
  if (field === "role" && isRole(text)) return { kind: "role", role: text };
  if (/(^from|^to|At)Ms$/.test(field) && /^\d{1,15}$/.test(text)) return { kind: "instant", atMs: Number(text) };
  return { kind: "text", text };
}

/** A change in a few words, for the row of a table: only where one field changed and both sides are short texts. */
export function summariseChange(event: Pick<AuditEvent, "changes">): AuditChangeRow | null {
  const [row, ...others] = prepareChanges(event);
  return row !== undefined && others.length === 0 ? row : null;
}
