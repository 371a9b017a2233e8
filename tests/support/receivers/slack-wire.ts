import {
  expectWire,
  readJsonRequest,
  readList,
  readObject,
  readOnly,
  readText,
  readWebAddress,
  retryAfter,
  type ServiceWire,
  WireProblem,
} from "./wire";

const PATH = "/services/T0BANWATCH/B0RECEIVER/abcdefghijklMNOPQRSTuvwx";

/** After entities are taken out, nothing may be left that begins a mention, a link or an entity of its own. */
function expectEscaped(text: string, what: string): void {
  expectWire(!/[<>]/.test(text), `${what} holds < or >`);
  expectWire(!/&(?!(amp|lt|gt);)/.test(text), `${what} holds an & that is not escaped`);
}

function checkText(value: unknown, what: string, max: number, types: readonly string[]): void {
  const object = readObject(value, what);
  readOnly(object, what, "type", "text", "emoji", "verbatim");
  expectWire(types.includes(String(object.type)), `${what} is of type ${object.type}`);
  expectEscaped(readText(object.text, what, max), what);
  if (object.type === "plain_text") expectWire(object.verbatim === undefined, `${what} is plain and verbatim`);
  else expectWire(object.emoji === undefined, `${what} is mrkdwn with emoji`);
}

/** Block Kit reference: header, section, actions, context, button, text object. */
function checkBlock(value: unknown): void {
  const block = readObject(value, "a block");
  switch (block.type) {
    case "header":
      checkText(block.text, "a header", 150, ["plain_text"]);
      return;
    case "section": {
      expectWire(block.text !== undefined || block.fields !== undefined, "a section has neither text nor fields");
      if (block.text !== undefined) checkText(block.text, "a section's text", 3_000, ["mrkdwn", "plain_text"]);
      const fields = block.fields === undefined ? [] : readList(block.fields, "a section's fields", 10);
      for (const field of fields) checkText(field, "a field", 2_000, ["mrkdwn", "plain_text"]);
      return;
    }
    case "actions": {
      const elements = readList(block.elements, "actions", 25).map((element) => readObject(element, "an action"));
      expectWire(elements.length > 0, "actions are empty");
      const ids = new Set(elements.map(({ action_id }) => readText(action_id, "an action id", 255)));
      expectWire(ids.size === elements.length, "two actions have the same id");
      for (const { type, text, url, style } of elements) {
        expectWire(type === "button", `an action is a ${type}`);
        checkText(text, "a button", 75, ["plain_text"]);
        readWebAddress(url, "a button's address", 3_000);
        expectWire(style === undefined || style === "primary" || style === "danger", `a button's style is ${style}`);
      }
      return;
    }
    case "context":
      for (const element of readList(block.elements, "a context", 10)) {
        checkText(element, "a context's text", 3_000, ["mrkdwn", "plain_text"]);
      }
      return;
    default:
      throw new WireProblem(`a block is of unknown type ${block.type}`);
  }
}

const text = (status: number, body: string) => ({ status, body, headers: { "content-type": "text/html" } });

const REFUSALS: Readonly<Record<number, string>> = {
  400: "invalid_payload",
  403: "invalid_token",
  404: "no_service",
  410: "channel_is_archived",
  429: "rate_limited",
  500: "rollup_error",
};

/** Slack's incoming webhooks ("Sending messages using incoming webhooks", "Handling errors"). */
export const slackWire: ServiceWire<"slack"> = {
  settings: (origin) => ({ flavour: "slack", url: `${origin}${PATH}` }),
  answer: (request) => {
    if (request.path !== PATH) return { ...text(404, "no_service"), problem: "another address" };
    try {
      const body = readJsonRequest(request);
      expectEscaped(readText(body.text, "text", 40_000), "text");
      for (const block of readList(body.blocks ?? [], "blocks", 50)) checkBlock(block);
      for (const value of readList(body.attachments ?? [], "attachments", 20)) {
        const { color, blocks } = readObject(value, "an attachment");
        expectWire(/^(#[0-9a-f]{6}|good|warning|danger)$/i.test(String(color)), `the colour ${color}`);
        for (const block of readList(blocks, "an attachment's blocks", 50)) checkBlock(block);
      }
      return text(200, "ok");
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { ...text(400, "invalid_blocks"), problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds) => ({
    ...text(status, REFUSALS[status] ?? "rollup_error"),
    headers: retryAfter(retryAfterSeconds),
  }),
};

const MATTERMOST_PATH = "/hooks/xxx4generatedkeyxxxabc1234";

/** Mattermost's incoming webhooks ("Incoming webhooks", "Message attachments"). */
export const mattermostWire: ServiceWire<"slack"> = {
  settings: (origin) => ({ flavour: "mattermost", url: `${origin}${MATTERMOST_PATH}` }),
  answer: (request) => {
    if (request.path !== MATTERMOST_PATH) return { ...mattermostWire.fail(400, undefined), problem: "another address" };
    try {
      const body = readJsonRequest(request);
      readOnly(
        body,
        "the message",
        "text",
        "channel",
        "username",
        "icon_url",
        "icon_emoji",
        "attachments",
        "props",
        "type",
      );
      const attachments = readList(body.attachments, "attachments", 20);
      expectWire(attachments.length > 0, "neither text nor attachments");
      for (const value of attachments) {
        const one = readObject(value, "an attachment");
        expectWire(one.blocks === undefined, "Mattermost knows no blocks");
        expectWire(/^#[0-9a-f]{6}$/i.test(String(one.color)), `the colour ${one.color}`);
        readText(one.fallback, "fallback", 4_000);
        readText(one.title, "title", 4_000);
        const shown = [readText(one.text, "text", 16_383, 0), readText(one.title, "title", 4_000)];
        if (one.title_link !== undefined) readWebAddress(one.title_link, "title_link", 3_000);
        for (const field of readList(one.fields ?? [], "fields", 100)) {
          const { title, value: said, short } = readObject(field, "a field");
          shown.push(readText(title, "a field's title", 4_000), readText(said, "a field's value", 16_383));
          expectWire(typeof short === "boolean", "short is no boolean");
        }
        expectWire(shown.join("").length <= 16_383, "the message is too long");
        expectWire(!/@(all|channel|here)\b/i.test(shown.join("\n")), "it calls everybody");
      }
      return { status: 200, body: "ok", headers: { "content-type": "text/plain" } };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      const id = "web.incoming_webhook.parse.app_error";
      return {
        status: 400,
        body: { id, message: "Unable to parse incoming data.", status_code: 400 },
        problem: error.message,
      };
    }
  },
  fail: (status, retryAfterSeconds) => {
    const id = status === 400 ? "web.incoming_webhook.invalid.app_error" : "api.context.app_error";
    const headers = retryAfter(retryAfterSeconds);
    return { status, headers, body: { id, message: "Invalid webhook.", status_code: status } };
  },
};
