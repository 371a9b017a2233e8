import { createHash } from "node:crypto";
import type { SendMailOptions } from "nodemailer";
import type { ComposedMessage } from "./channel-adapter";
import { fitText } from "./fit-text";
import { incidentNumbers, LOOKS, type PlainWords, toneOf, toPlainWords } from "./message-look";

/** Longer ones are folded or cut by readers; a line of a mail has at most 998 (RFC 5322, 2.1.1). */
const SUBJECT_LENGTH = 200;
const TEXT_LENGTH = 8_000;
const FACT_LENGTH = 1_000;
const MAX_FACTS = 40;
/** Incidents that a mail is joined to; a list of references has to end somewhere. */
const MAX_REFERENCES = 20;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** An id of a mail (RFC 5322, 3.6.4), always the same for the same text. */
const toMessageId = (text: string, from: string): string =>
  `<${createHash("sha256").update(text).digest("hex").slice(0, 40)}@${from.split("@").at(-1) ?? "banwatch"}>`;

function formatText({ text, facts, links }: PlainWords, footer: string): string {
  const parts = [
    text,
    facts.map(({ name, value }) => `${name}: ${value}`).join("\n"),
    links.map(({ label, url }) => `${label}:\n${url}`).join("\n\n"),
    `-- \n${footer}`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',sans-serif";

/** Colours of text and ground are the reader's own, light or dark; only the bar and the buttons bring theirs. */
function formatHtml(words: PlainWords, colour: string, locale: string, footer: string): string {
  const rows = words.facts.map(
    ({ name, value }) =>
      `<tr><td style="padding:4px 16px 4px 0;opacity:.7;vertical-align:top;white-space:nowrap">${escapeHtml(name)}</td>` +
      `<td style="padding:4px 0;vertical-align:top;word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  const buttons = words.links.map(
    ({ label, url }) =>
      `<a href="${escapeHtml(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border-radius:6px;` +
      `background:#344054;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(label)}</a>`,
  );
  return [
    `<!doctype html><html lang="${escapeHtml(locale)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(words.title)}</title></head>`,
    `<body style="margin:0;padding:16px;${FONT};font-size:15px;line-height:1.5">`,
    `<div style="max-width:640px;border-left:4px solid ${colour};padding:4px 0 4px 16px">`,
    `<h1 style="margin:0 0 12px;font-size:19px;line-height:1.35">${escapeHtml(words.title)}</h1>`,
    words.text === "" ? "" : `<p style="margin:0 0 16px;white-space:pre-line">${escapeHtml(words.text)}</p>`,
    rows.length === 0
      ? ""
      : `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px;font-size:14px">`,
    ...rows,
    rows.length === 0 ? "" : "</table>",
    buttons.length === 0 ? "" : `<p style="margin:0 0 8px">${buttons.join("")}</p>`,
    `<p style="margin:8px 0 0;font-size:12px;opacity:.6">${escapeHtml(footer)}</p></div></body></html>`,
  ].join("\n");
}

/**
 * A message as a mail of text and HTML. All mails about an incident refer to the same one, which was never sent, so that
 * readers show them together; the same message always has the same id, so that a second attempt is seen as such.
 *
 * @param from one address, on which the ids of mails are built as well
 */
export function formatEmail(
  message: ComposedMessage,
  { from, to }: { readonly from: string; readonly to: readonly string[] },
): SendMailOptions {
  const words = toPlainWords(message);
  const footer = `Banwatch · ${incidentNumbers(message)}`;
  const facts = words.facts.slice(0, MAX_FACTS).map(({ name, value }) => ({
    name: fitText(name, FACT_LENGTH),
    value: fitText(value, FACT_LENGTH),
  }));
  const title = fitText(words.title, SUBJECT_LENGTH);
  const shown = { ...words, title, text: fitText(words.text, TEXT_LENGTH), facts };
  const references = message.notices
    .slice(0, MAX_REFERENCES)
    .map(({ incidentId }) => toMessageId(`incident ${incidentId}`, from));
  const [first] = references;
  return {
    from: { name: "Banwatch", address: from },
    to: [...to],
    subject: title,
    text: formatText(shown, footer),
    html: formatHtml(shown, LOOKS[toneOf(message)].colour, message.locale, footer),
    date: new Date(message.atMs),
    messageId: toMessageId(`message ${message.dedupKey}`, from),
    ...(first === undefined ? {} : { inReplyTo: first, references }),
    ...(toneOf(message) === "critical" ? { priority: "high" as const } : {}),
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
