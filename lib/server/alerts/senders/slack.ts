import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { fitText } from "./fit-text";
import { formatMattermost } from "./mattermost";
import { incidentNumbers, LOOKS, type PlainWords, toneOf, toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** Slack's limits, in characters (Block Kit reference: header, section, button; chat.postMessage: text). */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;
const FIELD_LENGTH = 2_000;
const NAME_LENGTH = 300;
const FIELDS_PER_SECTION = 10;
const MAX_FIELDS = 40;
const BUTTON_LENGTH = 75;
/** Slack would take more, but a notification shows no more. */
const FALLBACK_LENGTH = 1_000;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Mentions, links and `<!channel>` all begin with "<" (Slack, "Formatting text for app surfaces"). */
const escapeSlack = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? "");

/** Unseen, and no part of a word: what stands beside it is no markup any more. */
const WORD_JOINER = "\u2060";

/**
 * Text that stays as it is inside Slack's mrkdwn, which knows no escape for its own signs: an unseen character is put
 * before those that would begin or end something. Inside of words, as in ERROR_IP_BANNED, they mean nothing. Takes time
 * in proportion to the text, whatever it is.
 */
export const toMrkdwn = (text: string): string =>
  escapeSlack(
    text
      .replace(/(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu, `${WORD_JOINER}$&${WORD_JOINER}`)
      .replace(/^([^\S\n]*)(>|[-•]\s)/gm, `$1${WORD_JOINER}$2`)
      .replace(/:(?=([a-z0-9_+'-]+):)/gi, (colon, name: string) => (/[a-z]/i.test(name) ? `:${WORD_JOINER}` : colon)),
  );

/** `verbatim`: addresses and names in it do not become links. */
const mrkdwn = (text: string) => ({ type: "mrkdwn", text, verbatim: true });
const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

function formatFields(facts: PlainWords["facts"]) {
  const fields = facts.slice(0, MAX_FIELDS).map((fact) => {
    const name = `*${fitText(fact.name, NAME_LENGTH, toMrkdwn)}*\n`;
    return mrkdwn(`${name}${fitText(fact.value, FIELD_LENGTH - name.length, toMrkdwn)}`);
  });
  const sections = [];
  for (let from = 0; from < fields.length; from += FIELDS_PER_SECTION) {
    sections.push({ type: "section", fields: fields.slice(from, from + FIELDS_PER_SECTION) });
  }
  return sections;
}

/**
 * A message in Slack's Block Kit: the title stands first, the rest beside a bar in the colour of its severity. What a
 * notification shows is `text`.
 */
export function formatSlack(message: ComposedMessage) {
  const { title, text, facts, links } = toPlainWords(message);
  const buttons = links.map(({ kind, label, url }, index) => ({
    type: "button",
    action_id: `${kind}-${index}`,
    text: plain(fitText(label, BUTTON_LENGTH, escapeSlack)),
    url,
    ...(index === 0 && message.event !== "resolved" ? { style: "primary" } : {}),
  }));
  const blocks = [
    ...(text === "" ? [] : [{ type: "section", text: mrkdwn(fitText(text, SECTION_LENGTH, toMrkdwn)) }]),
    ...formatFields(facts),
    ...(buttons.length === 0 ? [] : [{ type: "actions", elements: buttons }]),
    { type: "context", elements: [mrkdwn(escapeSlack(`Banwatch · ${incidentNumbers(message)}`))] },
  ];
  const fallback = fitText(`${title}\n${text}`.trim(), FALLBACK_LENGTH, toMrkdwn);
  return {
    text: fallback,
    blocks: [{ type: "header", text: plain(fitText(title, HEADER_LENGTH, escapeSlack)) }],
    attachments: [{ color: LOOKS[toneOf(message)].colour, fallback, blocks }],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Slack's incoming webhooks, and Mattermost's, which take the older form. */
export const createSendSlack =
  (parts: HttpParts): SendTo<"slack"> =>
  (message, { url, flavour }, signal) => {
    const body = JSON.stringify(flavour === "mattermost" ? formatMattermost(message) : formatSlack(message));
    return deliver(parts, flavour, { url, headers: JSON_HEADERS, body }, createRedact([url]), signal);
  };
