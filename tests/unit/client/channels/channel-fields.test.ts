import { describe, expect, it } from "vitest";
import { channelFieldsOf } from "@/lib/client/channels/channel-fields";
import { CHANNEL_SHAPES, CHANNEL_TYPES, secretFieldsOf } from "@/lib/contracts/alert-channels";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";

describe.each(CHANNEL_TYPES)("the fields of %s", (type) => {
  const fields = channelFieldsOf(type);
  const { open, secret } = CHANNEL_SHAPES[type];
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> = { ...open.shape, ...secret.shape };

  it("are exactly those of the contract", () => {
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(shape).sort());
  });

  it("hide what the contract keeps secret, and nothing else", () => {
    const hidden = fields.filter(({ kind }) => kind === "secret").map(({ name }) => name);
    expect(hidden.sort()).toEqual(secretFieldsOf(type).sort());
  });

  it("are required where the contract does without no value", () => {
    for (const { name, required } of fields) {
      expect({ name, required }).toEqual({ name, required: !shape[name]?.safeParse(undefined).success });
    }
  });

  it("offer choices that the contract takes, the one that counts by itself first", () => {
    for (const { name, choices = [] } of fields) {
      for (const choice of choices) expect(shape[name]?.safeParse(choice).success).toBe(true);
      if (choices.length > 0) expect(open.parse(settingsOf(type))).toMatchObject({ [name]: choices[0] });
    }
  });

  it.each(LOCALES)("have their words in %s", (locale) => {
    const words = (messagesByLocale[locale].channels.field as Record<string, Record<string, Record<string, string>>>)[
      type
    ];
    const wanted = fields.map(({ name, choices = [] }) => [name, ["hint", "label", ...choices].sort()]);
    const found = Object.entries(words ?? {}).map(([name, parts]) => [name, Object.keys(parts).sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

/** The least that a type is set up with, without its secrets. */
function settingsOf(type: (typeof CHANNEL_TYPES)[number]): Record<string, unknown> {
  const least: Record<string, unknown> = {
    chatId: "1",
    host: "smtp.example.org",
    from: "a@example.org",
    to: ["b@example.org"],
    topic: "ban",
  };
  const names = channelFieldsOf(type).map(({ name }) => name as string);
  return Object.fromEntries(Object.entries(least).filter(([name]) => names.includes(name)));
}
