import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { fitText, takeWithin } from "./fit-text";
import { incidentNumbers, isPublicAddress, LOOKS, type PlainWords, toneOf, toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/**
 * Within Discord's limits, in characters (Message resource, "Embed limits"): title and name 256, value 1 024, description
 * 4 096, and 6 000 for title, description, fields and footer together.
 */
const TITLE_LENGTH = 256;
const MAX_FIELDS = 25;
const NAME_LENGTH = 100;
const VALUE_LENGTH = 1_024;
const FIELDS_LENGTH = 1_700;
const TEXT_LENGTH = 2_600;
const LINKS_LENGTH = 1_200;
/** Short facts stand beside each other. */
const INLINE_LENGTH = 40;
const BETWEEN = " · ";

/** Every sign of Discord's Markdown, of mentions (`@`, `<`) and of addresses (`:`) loses its meaning after a backslash. */
const escapeDiscord = (text: string): string => text.replace(/[\\*_~`|>#+\-[\]()<@:]/g, "\\$&");

function formatFields(facts: PlainWords["facts"]) {
  const fields = facts.map(({ name, value }) => ({
    name: fitText(name, NAME_LENGTH, escapeDiscord),
    value: fitText(value, VALUE_LENGTH, escapeDiscord),
    inline: value.length <= INLINE_LENGTH,
  }));
  return takeWithin(fields.slice(0, MAX_FIELDS), FIELDS_LENGTH, ({ name, value }) => name.length + value.length);
}

/** A message as one embed (Discord, "Execute webhook"). Nobody is mentioned, whatever its texts say. */
export function formatDiscord(message: ComposedMessage) {
  const words = toPlainWords(message);
  const fields = formatFields(words.facts);
  const title = fitText(words.title, TITLE_LENGTH, escapeDiscord);
  const [publicLink] = words.links.filter(({ url }) => isPublicAddress(url));
  // As text an address is taken as it comes, also one that Discord would refuse as a link.
  const links = words.links.map(({ label, url }) => {
    const shown = fitText(label, NAME_LENGTH, escapeDiscord);
    return isPublicAddress(url) ? `[${shown}](<${url}>)` : `${shown}: ${url}`;
  });
  const shownLinks = takeWithin(links, LINKS_LENGTH, (link) => link.length + BETWEEN.length).join(BETWEEN);
  const text = words.text === "" ? "" : fitText(words.text, TEXT_LENGTH, escapeDiscord);
  return {
    username: "Banwatch",
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title,
        ...(publicLink === undefined ? {} : { url: publicLink.url }),
        description: [text, shownLinks].filter((part) => part !== "").join("\n\n"),
        color: Number.parseInt(LOOKS[toneOf(message)].colour.slice(1), 16),
        fields,
        timestamp: new Date(message.atMs).toISOString(),
        footer: { text: `Banwatch · ${incidentNumbers(message)}` },
      },
    ],
  };
}

/** Discord's webhooks. */
export const createSendDiscord =
  (parts: HttpParts): SendTo<"discord"> =>
  (message, { url }, signal) => {
    const body = JSON.stringify(formatDiscord(message));
    return deliver(parts, "discord", { url, headers: JSON_HEADERS, body }, createRedact([url]), signal);
  };
