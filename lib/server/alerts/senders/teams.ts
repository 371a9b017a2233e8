import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { byteLength, fitText } from "./fit-text";
import { incidentNumbers, type Tone, toneOf, toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** Teams takes about 28 KB (Microsoft Teams connector, "Known issues and limitations"), however it counts them. */
const MAX_BYTES = 26_000;
const TITLE_LENGTH = 300;
const FACT_LENGTH = 300;
const BUTTON_LENGTH = 60;
const MAX_LINES = 60;

/** How much a card holds: the most that makes one that is small enough. */
interface Room {
  readonly text: number;
  readonly facts: number;
  readonly links: number;
}
const ROOMS: readonly [Room, ...Room[]] = [
  { text: 100, facts: 0, links: 1 },
  { text: 500, facts: 3, links: 3 },
  { text: 1_500, facts: 8, links: 5 },
  { text: 4_000, facts: 20, links: 5 },
  { text: 8_000, facts: 20, links: 5 },
];

const STYLES: Readonly<Record<Tone, string>> = {
  critical: "attention",
  warning: "warning",
  info: "accent",
  good: "good",
};

/** Text that stays as it is in a card's Markdown; underscores inside of words, as in ERROR_IP_BANNED, mean nothing there. */
const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*[\]~<]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(\s*|\s*\d+)([-+#>]|[.)](?=\s))/gm, "$1\\$2");

function formatCard(message: ComposedMessage, room: Room) {
  const { title, text, facts, links } = toPlainWords(message);
  const style = STYLES[toneOf(message)];
  // Runs of text know no Markdown; each line is a block, because a line feed is not shown everywhere.
  const lines = fitText(text, room.text)
    .split("\n")
    .filter((line) => line !== "")
    .slice(0, MAX_LINES)
    .map((line, index) => ({
      type: "RichTextBlock",
      spacing: index === 0 ? "Medium" : "Small",
      inlines: [{ type: "TextRun", text: line }],
    }));
  const shownFacts = facts.slice(0, room.facts).map(({ name, value }) => ({
    title: fitText(name, FACT_LENGTH, escapeMarkdown),
    value: fitText(value, FACT_LENGTH, escapeMarkdown),
  }));
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    fallbackText: fitText(title, TITLE_LENGTH),
    body: [
      {
        type: "Container",
        style,
        bleed: true,
        items: [
          {
            type: "TextBlock",
            text: fitText(title, TITLE_LENGTH, escapeMarkdown),
            style: "heading",
            size: "Large",
            weight: "Bolder",
            wrap: true,
          },
        ],
      },
      ...lines,
      ...(shownFacts.length === 0 ? [] : [{ type: "FactSet", facts: shownFacts }]),
      {
        type: "TextBlock",
        text: `Banwatch · ${incidentNumbers(message)}`,
        isSubtle: true,
        size: "Small",
        spacing: "Medium",
        wrap: true,
      },
    ],
    actions: links.slice(0, room.links).map(({ label, url }) => ({
      type: "Action.OpenUrl",
      title: fitText(label, BUTTON_LENGTH),
      url,
    })),
  };
}

const sizeOf = (body: unknown) => {
  const json = JSON.stringify(body);
  return Math.max(byteLength(json), json.length * 2);
};

/** A message as an Adaptive Card, in the envelope that Teams' workflows take ("Post to a channel when a webhook request is received"). */
export function formatTeams(message: ComposedMessage) {
  const envelope = (room: Room) => ({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: formatCard(message, room),
      },
    ],
  });
  const fitting = ROOMS.map(envelope).findLast((body) => sizeOf(body) <= MAX_BYTES);
  return fitting ?? envelope(ROOMS[0]);
}

/** Workflows of Microsoft Teams, which took the place of its connectors. */
export const createSendTeams =
  (parts: HttpParts): SendTo<"teams"> =>
  (message, { url }, signal) => {
    const body = JSON.stringify(formatTeams(message));
    return deliver(parts, "teams", { url, headers: JSON_HEADERS, body }, createRedact([url]), signal);
  };
