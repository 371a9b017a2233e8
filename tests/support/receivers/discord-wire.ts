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

const PATH = "/api/webhooks/1122334455667788990/aVerySecret-WebhookToken_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";

/** Message resource, "Embed object" and "Embed limits". */
function checkEmbed(value: unknown): number {
  const embed = readObject(value, "an embed");
  readOnly(embed, "an embed", "title", "description", "url", "timestamp", "color", "footer", "fields", "author");
  const texts = [
    readText(embed.title, "the title", 256),
    readText(embed.description ?? "", "the description", 4_096, 0),
    readText(readObject(embed.footer ?? { text: "–" }, "the footer").text, "the footer", 2_048),
  ];
  if (embed.url !== undefined) {
    expectWire(hasPublicHost(readWebAddress(embed.url, "the address", 2_048)), "Not a well formed URL.");
  }
  const { color, timestamp } = embed;
  expectWire(Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xffffff, `the colour ${color}`);
  expectWire(new Date(String(timestamp)).toISOString() === timestamp, `the timestamp ${timestamp}`);
  for (const field of readList(embed.fields ?? [], "fields", 25)) {
    const { name, value: said, inline } = readObject(field, "a field");
    texts.push(readText(name, "a field's name", 256), readText(said, "a field's value", 1_024));
    expectWire(inline === undefined || typeof inline === "boolean", "inline is no boolean");
  }
  return texts.join("").length;
}

const FAILURES: Readonly<Record<number, { code: number; message: string }>> = {
  401: { code: 50027, message: "Invalid Webhook Token" },
  404: { code: 10015, message: "Unknown Webhook" },
};

/** Discord's webhooks (Webhook resource, "Execute webhook"; "Rate limits"; "JSON error codes"). */
export const discordWire: ServiceWire<"discord"> = {
  settings: (origin) => ({ url: `${origin}${PATH}` }),
  answer: (request) => {
    const url = new URL(request.path, "http://receiver");
    if (url.pathname !== PATH) return { ...discordWire.fail(404, undefined), problem: "another address" };
    try {
      const body = readJsonRequest(request);
      readOnly(body, "the message", "content", "username", "avatar_url", "tts", "embeds", "allowed_mentions");
      const username = readText(body.username ?? "x", "the name", 80);
      expectWire(!/clyde|discord/i.test(username), "the name may not hold discord");
      const embeds = readList(body.embeds, "embeds", 10);
      expectWire(embeds.length > 0, "Cannot send an empty message");
      expectWire(embeds.map(checkEmbed).reduce((sum, length) => sum + length, 0) <= 6_000, "more than 6000 in total");
      const { parse } = readObject(body.allowed_mentions, "allowed_mentions");
      expectWire(Array.isArray(parse) && parse.length === 0, "mentions are allowed");
      return url.searchParams.get("wait") === "true"
        ? { status: 200, body: { id: "1", type: 0, embeds } }
        : { status: 204, body: "" };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { status: 400, body: { code: 50035, message: "Invalid Form Body", errors: {} }, problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds = 1) =>
    status === 429
      ? {
          status,
          headers: {
            "retry-after": String(Math.ceil(retryAfterSeconds)),
            "x-ratelimit-reset-after": String(retryAfterSeconds),
          },
          body: { message: "You are being rate limited.", retry_after: retryAfterSeconds, global: false },
        }
      : { status, body: FAILURES[status] ?? { code: 0, message: `${status}` } },
};
