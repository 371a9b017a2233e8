import {
  expectWire,
  hasPublicHost,
  readJsonRequest,
  readList,
  readObject,
  readOnly,
  readText,
  readWebAddress,
  type ServiceWire,
  WireProblem,
} from "./wire";

const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const CHAT = "-1001234567890";

const TAGS = ["b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote"];
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Bot API, "HTML style": known tags only, closed in turn; every other <, > and & as an entity. */
function readHtml(html: string): string {
  const open: string[] = [];
  let plain = "";
  for (const [token] of html.matchAll(/<[^>]*>|&[^;\s]*;?|[^<&]+|[<&]/g)) {
    if (token.startsWith("<")) {
      const [, slash, name = ""] = /^<(\/?)([a-z]+)(\s[^<>]*)?>$/i.exec(token) ?? [];
      expectWire(TAGS.includes(name), `can't parse entities: Unsupported start tag "${name}"`);
      if (slash === "/") expectWire(open.pop() === name, `can't parse entities: unexpected end tag ${name}`);
      else open.push(name);
    } else if (token.startsWith("&")) {
      const entity = ENTITIES[token.slice(1, -1)];
      expectWire(entity !== undefined, `can't parse entities: unknown entity ${token}`);
      plain += entity;
    } else {
      expectWire(!token.includes(">"), "can't parse entities: a > that is not escaped");
      plain += token;
    }
  }
  expectWire(open.length === 0, "can't parse entities: a tag is not closed");
  return plain;
}

const fail = (status: number, description: string, parameters?: object) => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) },
});

const WORDS: Readonly<Record<number, string>> = {
  400: "Bad Request: chat not found",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  500: "Internal Server Error",
};

/** Telegram's Bot API ("Making requests", "sendMessage", "InlineKeyboardButton"). */
export const telegramWire: ServiceWire<"telegram"> = {
  settings: (origin) => ({ chatId: CHAT, threadId: 42, baseUrl: origin, botToken: TOKEN }),
  answer: (request) => {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.path) ?? [];
    if (token !== TOKEN) return { ...fail(401, "Unauthorized"), problem: "another token" };
    if (method !== "sendMessage") return { ...fail(404, "Not Found"), problem: "another method" };
    try {
      const body = readJsonRequest(request);
      readOnly(
        body,
        "the message",
        ...["chat_id", "message_thread_id", "text", "parse_mode", "link_preview_options", "disable_notification"],
        "reply_markup",
      );
      expectWire(body.chat_id === CHAT, "chat not found");
      expectWire(body.message_thread_id === 42, "message thread not found");
      expectWire(body.parse_mode === "HTML", `parse_mode ${body.parse_mode}`);
      const plain = readHtml(readText(body.text, "text", 100_000)).trim();
      expectWire(plain.length > 0, "message text is empty");
      expectWire(plain.length <= 4_096, "message is too long");
      const { inline_keyboard: rows = [] } = readObject(body.reply_markup ?? {}, "reply_markup");
      for (const row of readList(rows, "the keyboard", 100)) {
        for (const button of readList(row, "a row", 8)) {
          const { text, url } = readObject(button, "a button");
          readText(text, "a button's text", 200);
          expectWire(
            hasPublicHost(readWebAddress(url, "a button", 2_048)),
            `inline keyboard button URL '${url}' is invalid`,
          );
        }
      }
      return {
        status: 200,
        body: { ok: true, result: { message_id: 7, date: 0, chat: { id: Number(CHAT) }, text: plain } },
      };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { ...fail(400, `Bad Request: ${error.message}`), problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds = 1) =>
    status === 429
      ? fail(429, `Too Many Requests: retry after ${retryAfterSeconds}`, { retry_after: retryAfterSeconds })
      : fail(status, WORDS[status] ?? `Error ${status}`),
};
