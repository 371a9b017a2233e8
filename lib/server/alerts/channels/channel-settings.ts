import type { z } from "zod";
import { CHANNEL_SHAPES, type ChannelType, secretFieldsOf } from "@/lib/contracts/alert-channels";
import { describeIssue } from "../../http/describe-issue";

/** What a channel is set up with, checked: every default is filled in. */
export interface ChannelSetup {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** A field that is wrong, in words to be read after its name. */
export interface WrongField {
  readonly field: string;
  readonly message: string;
}

export type ReadSettings =
  | { readonly kind: "fine"; readonly value: ChannelSetup }
  | { readonly kind: "wrong"; readonly fields: readonly [WrongField, ...WrongField[]] };

/**
 * Open fields that say where a kept secret is sent, and how. Whoever may change a channel may not read its secrets, so a
 * new value asks for them anew: else a token would go to whatever server somebody names.
 */
const WHERE_SECRETS_GO: Readonly<Partial<Record<ChannelType, readonly string[]>>> = {
  telegram: ["baseUrl"],
  email: ["host", "port", "security"],
  ntfy: ["baseUrl"],
  pagerduty: ["baseUrl"],
};

const listWrong = (type: ChannelType, error: z.ZodError): WrongField[] =>
  error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((field) => ({ field, message: `is no setting of a channel of the type ${type}` }))
      : [{ field: issue.path.join("."), message: issue.message }],
  );

/** A mail server that asks who sends wants both, name and password. */
function findWrongPair(type: ChannelType, { settings, secrets }: ChannelSetup): WrongField[] {
  if (type !== "email" || (settings.username === undefined) === (secrets.password === undefined)) return [];
  const missing = settings.username === undefined ? "username" : "password";
  return [{ field: missing, message: "must be given too: a mail server wants both, or neither" }];
}

function listMisled(type: ChannelType, value: ChannelSetup, given: object, known: ChannelSetup): WrongField[] {
  const moved = (WHERE_SECRETS_GO[type] ?? []).filter((field) => value.settings[field] !== known.settings[field]);
  if (moved.length === 0) return [];
  return Object.keys(value.secrets)
    .filter((field) => !Object.hasOwn(given, field))
    .map((field) => ({ field, message: `must be given again with another ${moved.join(", ")}` }));
}

/**
 * Checks what a channel is to be set up with by what its type asks for.
 *
 * @param given open and secret fields together; null takes a secret out
 * @param known the channel as it is: its secrets stay where `given` leaves them out; null for a new one
 */
export function readChannelSettings(
  type: ChannelType,
  given: Readonly<Record<string, unknown>>,
  known: ChannelSetup | null,
): ReadSettings {
  const hidden = secretFieldsOf(type);
  const entries = Object.entries(given);
  const open = Object.fromEntries(entries.filter(([field]) => !hidden.includes(field)));
  const replaced = Object.fromEntries(entries.filter(([field]) => hidden.includes(field)));
  // Without a user name the kept password is of no use any more.
  const isForgotten = type === "email" && open.username === undefined;
  const kept = isForgotten ? {} : known?.secrets;
  const secret = Object.entries({ ...kept, ...replaced }).filter(([, value]) => value !== null);

  const shape = CHANNEL_SHAPES[type];
  const parsedOpen = (shape.open as z.ZodObject).safeParse(open, { error: describeIssue });
  const parsedSecret = (shape.secret as z.ZodObject).safeParse(Object.fromEntries(secret), { error: describeIssue });
  const wrong = [parsedOpen, parsedSecret].flatMap(({ error }) => (error === undefined ? [] : listWrong(type, error)));
  const value = {
    settings: parsedOpen.data ?? {},
    // Every secret of every shape is a text.
    secrets: (parsedSecret.data ?? {}) as Record<string, string>,
  };
  if (wrong.length === 0) {
    wrong.push(...findWrongPair(type, value), ...(known === null ? [] : listMisled(type, value, replaced, known)));
  }
  const [first, ...others] = wrong;
  return first === undefined ? { kind: "fine", value } : { kind: "wrong", fields: [first, ...others] };
}
