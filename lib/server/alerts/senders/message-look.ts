import type { ComposedMessage, MessageLink } from "./channel-adapter";
import { toPlainLine, toPlainLines } from "./fit-text";

/** How a message looks: as bad as its severity, or good because it is over. */
export type Tone = "critical" | "warning" | "info" | "good";

export const toneOf = ({ event, severity }: Pick<ComposedMessage, "event" | "severity">): Tone =>
  event === "resolved" ? "good" : severity;

/** Colours that can be told apart on light and dark backgrounds, and signs for where there is no colour. */
export const LOOKS: Readonly<Record<Tone, { readonly colour: `#${string}`; readonly sign: string }>> = {
  critical: { colour: "#d92d20", sign: "🔴" },
  warning: { colour: "#f79009", sign: "🟠" },
  info: { colour: "#2e90fa", sign: "🔵" },
  good: { colour: "#12b76a", sign: "🟢" },
};

/** The words of a message, fit to be sent: no controls, no half characters, nothing empty where a service wants text. */
export interface PlainWords {
  readonly title: string;
  readonly text: string;
  readonly facts: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  readonly links: readonly MessageLink[];
}

/** No service takes more, nor longer ones, than these; a message has one of each kind. */
const MAX_LINKS = 5;
const MAX_ADDRESS_LENGTH = 1_000;

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= MAX_ADDRESS_LENGTH;
}

export const toPlainWords = ({ title, text, facts, links }: ComposedMessage): PlainWords => ({
  title: toPlainLine(title) || "Banwatch",
  text: toPlainLines(text).trim(),
  facts: facts
    .map(({ name, value }) => ({ name: toPlainLine(name), value: toPlainLine(value) || "–" }))
    .filter(({ name }) => name !== ""),
  links: links
    .filter(({ url }) => isWebAddress(url))
    .slice(0, MAX_LINKS)
    .map((link) => ({ ...link, label: toPlainLine(link.label) || link.kind, url: new URL(link.url).href })),
});

/** The numbers of the incidents that a message tells of, as people call them. */
export const incidentNumbers = ({ notices }: ComposedMessage): string => {
  const shown = notices.slice(0, 10).map(({ number }) => `#${number}`);
  return [...shown, ...(notices.length > shown.length ? ["…"] : [])].join(", ");
};

/**
 * Whether a service on the internet takes an address for a link: it needs a name with a dot. Telegram refuses a message
 * whose button leads to `localhost`, Discord one whose embed does.
 */
export function isPublicAddress(text: string): boolean {
  const host = URL.parse(text)?.hostname.replace(/\.$/, "") ?? "";
  return /\.[a-z][a-z0-9-]+$/i.test(host) && !/\.(localhost|local|internal|lan|home|test|invalid)$/i.test(host);
}
