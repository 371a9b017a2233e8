import type { ComposedMessage } from "./channel-adapter";
import { fitText, takeWithin } from "./fit-text";
import { incidentNumbers, LOOKS, toneOf, toPlainWords } from "./message-look";

/** A message of Mattermost has at most 16 383 characters; these stay far below it together. */
const TITLE_LENGTH = 300;
const TEXT_LENGTH = 6_000;
const LINKS_LENGTH = 3_000;
const NAME_LENGTH = 100;
const VALUE_LENGTH = 400;
const MAX_FIELDS = 12;
const BETWEEN = " · ";

const MARKDOWN = /[\\`*_{}[\]()<>#+|~!:-]/g;

/** Text that stays as it is in Mattermost's Markdown. `@all` and `@channel` in an attachment would call everybody. */
const escapeMarkdown = (text: string): string => text.replace(MARKDOWN, "\\$&").replaceAll("@", "@\u2060");

/** A message in Mattermost's form of Slack's attachments (Mattermost, "Message attachments"): it knows no blocks. */
export function formatMattermost(message: ComposedMessage) {
  const { title, text, facts, links } = toPlainWords(message);
  const [first] = links;
  const shownTitle = fitText(title, TITLE_LENGTH, (plain) => plain.replaceAll("@", "@\u2060"));
  const allLinks = links.map(
    ({ label, url }) => `[${fitText(label, NAME_LENGTH, escapeMarkdown)}](${url.replace(/[()\\]/g, encodeSign)})`,
  );
  const shownLinks = takeWithin(allLinks, LINKS_LENGTH, (link) => link.length + BETWEEN.length).join(BETWEEN);
  const shownText = [fitText(text, TEXT_LENGTH, escapeMarkdown), shownLinks];
  return {
    attachments: [
      {
        fallback: shownTitle,
        color: LOOKS[toneOf(message)].colour,
        title: shownTitle,
        ...(first === undefined ? {} : { title_link: first.url }),
        text: shownText.filter((part) => part !== "").join("\n\n"),
        fields: facts.slice(0, MAX_FIELDS).map(({ name, value }) => ({
          title: fitText(name, NAME_LENGTH, escapeMarkdown),
          value: fitText(value, VALUE_LENGTH, escapeMarkdown),
          short: true,
        })),
        footer: `Banwatch · ${incidentNumbers(message)}`,
      },
    ],
  };
}

const encodeSign = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
