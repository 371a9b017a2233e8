import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { fitText, takeWithin } from "./fit-text";
import { isPublicAddress, LOOKS, toneOf, toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** Telegram counts what is left of a message once its markup is read (Bot API, sendMessage). */
const MESSAGE_LENGTH = 4_096;
const TITLE_LENGTH = 256;
const NAME_LENGTH = 100;
const VALUE_LENGTH = 300;
const FACTS_LENGTH = 1_500;
const LINKS_LENGTH = 1_000;
const BUTTON_LENGTH = 60;
/** Empty lines between title, text, facts and links. */
const BETWEEN_SECTIONS = 6;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What Bot API's "HTML style" asks for. */
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");

/**
 * A message as the body of `sendMessage` (Bot API). Links that Telegram takes are buttons; it refuses a whole message for
 * a button that leads to `localhost` or a bare name, so those stand in the text.
 */
export function formatTelegram(message: ComposedMessage, chatId: string, threadId?: number) {
  const words = toPlainWords(message);
  const title = `${LOOKS[toneOf(message)].sign} ${fitText(words.title, TITLE_LENGTH)}`;
  const facts = takeWithin(
    words.facts.map(({ name, value }) => ({ name: fitText(name, NAME_LENGTH), value: fitText(value, VALUE_LENGTH) })),
    FACTS_LENGTH,
    ({ name, value }) => name.length + value.length + 3,
  );
  const plainLinks = takeWithin(
    words.links.filter(({ url }) => !isPublicAddress(url)).map(({ label, url }) => `${fitText(label, 60)}: ${url}`),
    LINKS_LENGTH,
    (line) => line.length + 1,
  );
  const taken = [title, ...facts.map(({ name, value }) => `${name}: ${value}`), ...plainLinks]
    .map((line) => line.length + 1)
    .reduce((sum, length) => sum + length, BETWEEN_SECTIONS);
  const text = words.text === "" ? "" : fitText(words.text, MESSAGE_LENGTH - taken);
  const sections = [
    `<b>${escapeHtml(title)}</b>`,
    escapeHtml(text),
    facts.map(({ name, value }) => `<b>${escapeHtml(name)}:</b> ${escapeHtml(value)}`).join("\n"),
    plainLinks.map(escapeHtml).join("\n"),
  ];
  const buttons = words.links
    .filter(({ url }) => isPublicAddress(url))
    .map(({ label, url }) => [{ text: fitText(label, BUTTON_LENGTH), url }]);
  return {
    chat_id: chatId,
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    text: sections.filter((section) => section !== "").join("\n\n"),
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: buttons } }),
  };
}

/** Telegram's Bot API, or a server of one's own that speaks it. */
export const createSendTelegram =
  (parts: HttpParts): SendTo<"telegram"> =>
  (message, { baseUrl, botToken, chatId, threadId }, signal) => {
    const url = `${baseUrl.replace(/\/+$/, "")}/bot${botToken}/sendMessage`;
    const body = JSON.stringify(formatTelegram(message, chatId, threadId));
    return deliver(
      parts,
      "telegram",
      { url, headers: JSON_HEADERS, body },
      createRedact([botToken], { address: baseUrl }),
      signal,
    );
  };
