import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { byteLength, fitText } from "./fit-text";
import { type Tone, toneOf, toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** A longer message becomes a file, or is refused (ntfy, "Limitations"). In bytes. */
const MESSAGE_BYTES = 4_096;
const TITLE_BYTES = 250;
const FACTS_BYTES = 1_400;
const LABEL_LENGTH = 60;
/** ntfy, "Action buttons". */
const MAX_ACTIONS = 3;

/** ntfy's priorities, 5 the most urgent, and its names of signs. */
const URGENCY: Readonly<Record<Tone, { readonly priority: number; readonly tag: string }>> = {
  critical: { priority: 5, tag: "rotating_light" },
  warning: { priority: 4, tag: "warning" },
  info: { priority: 3, tag: "information_source" },
  good: { priority: 3, tag: "white_check_mark" },
};

/** A message as ntfy's JSON ("Publish as JSON"). It knows no markup unless it is asked for. */
export function formatNtfy(message: ComposedMessage, topic: string) {
  const words = toPlainWords(message);
  const { priority, tag } = URGENCY[toneOf(message)];
  const inBytes = (text: string, bytes: number) => fitText(text, bytes, undefined, byteLength);
  const facts = inBytes(words.facts.map(({ name, value }) => `${name}: ${value}`).join("\n"), FACTS_BYTES);
  const text = inBytes(words.text, MESSAGE_BYTES - byteLength(facts) - 2);
  const [first] = words.links;
  return {
    topic,
    title: inBytes(words.title, TITLE_BYTES),
    message: [text, facts].filter((part) => part !== "").join("\n\n") || inBytes(words.title, TITLE_BYTES),
    priority,
    tags: [tag, ...(message.isDrill ? ["drill"] : [])],
    ...(first === undefined ? {} : { click: first.url }),
    actions: words.links
      .slice(0, MAX_ACTIONS)
      .map(({ label, url }) => ({ action: "view", label: fitText(label, LABEL_LENGTH), url, clear: false })),
  };
}

/** ntfy.sh, or a server of one's own. */
export const createSendNtfy =
  (parts: HttpParts): SendTo<"ntfy"> =>
  (message, { baseUrl, topic, token }, signal) => {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const body = JSON.stringify(formatNtfy(message, topic));
    const request = { url: baseUrl, headers: { ...JSON_HEADERS, ...authorization }, body };
    return deliver(parts, "ntfy", request, createRedact([token], { address: baseUrl }), signal);
  };
