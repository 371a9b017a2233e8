import { createECDH, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import webPush from "web-push";
import type { ComposedMessage } from "@/lib/server/alerts/senders/channel-adapter";
import { formatDiscord } from "@/lib/server/alerts/senders/discord";
import { formatEmail } from "@/lib/server/alerts/senders/email-format";
import { byteLength } from "@/lib/server/alerts/senders/fit-text";
import { formatMattermost } from "@/lib/server/alerts/senders/mattermost";
import { formatNtfy } from "@/lib/server/alerts/senders/ntfy";
import { formatPagerDuty } from "@/lib/server/alerts/senders/pagerduty";
import { formatPush, formatPushRequest } from "@/lib/server/alerts/senders/push";
import { formatSlack, toMrkdwn } from "@/lib/server/alerts/senders/slack";
import { formatTeams } from "@/lib/server/alerts/senders/teams";
import { formatTelegram } from "@/lib/server/alerts/senders/telegram";
import { formatWebhook } from "@/lib/server/alerts/senders/webhook";
import { webhookPayload, webhookPayloadSchema } from "@/lib/server/alerts/senders/webhook-payload";
import { discordWire } from "../../../support/receivers/discord-wire";
import { makeMessage, makeNotice } from "../../../support/receivers/make-message";
import { ntfyWire } from "../../../support/receivers/ntfy-wire";
import { pagerDutyWire } from "../../../support/receivers/pagerduty-wire";
import { mattermostWire, slackWire } from "../../../support/receivers/slack-wire";
import { teamsWire } from "../../../support/receivers/teams-wire";
import { telegramWire } from "../../../support/receivers/telegram-wire";
import type { WireAnswer, WireRequest } from "../../../support/receivers/wire";

const ORIGIN = "http://receiver.example";

interface Wire {
  readonly answer: (request: WireRequest) => WireAnswer;
}

/** What a service finds wrong with a body. */
function findProblem(wire: Wire, url: string, body: object, headers: Record<string, string> = {}): string | null {
  const { pathname, search } = new URL(url);
  const answer = wire.answer({
    method: "POST",
    path: `${pathname}${search}`,
    headers: { "content-type": "application/json", ...headers },
    raw: Buffer.from(JSON.stringify(body)),
  });
  return answer.problem ?? null;
}

const BROWSER_KEYS = {
  p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
  auth: randomBytes(16).toString("base64url"),
};

const telegram = telegramWire.settings(ORIGIN);
const ntfy = ntfyWire.settings(ORIGIN);
const pagerDuty = pagerDutyWire.settings(ORIGIN);

const CHECKS: Record<string, (message: ComposedMessage) => string | null> = {
  slack: (message) => findProblem(slackWire, slackWire.settings(ORIGIN).url, formatSlack(message)),
  mattermost: (message) => findProblem(mattermostWire, mattermostWire.settings(ORIGIN).url, formatMattermost(message)),
  discord: (message) => findProblem(discordWire, discordWire.settings(ORIGIN).url, formatDiscord(message)),
  teams: (message) => findProblem(teamsWire, teamsWire.settings(ORIGIN).url, formatTeams(message)),
  telegram: (message) =>
    findProblem(
      telegramWire,
      `${ORIGIN}/bot${telegram.botToken}/sendMessage`,
      formatTelegram(message, telegram.chatId, telegram.threadId),
    ),
  ntfy: (message) =>
    findProblem(ntfyWire, ntfy.baseUrl, formatNtfy(message, ntfy.topic), { authorization: `Bearer ${ntfy.token}` }),
  pagerduty: (message) =>
    message.notices
      .map((notice) =>
        findProblem(pagerDutyWire, `${ORIGIN}/v2/enqueue`, formatPagerDuty(message, notice, pagerDuty.routingKey)),
      )
      .find((problem) => problem !== null) ?? null,
  push: (message) => (byteLength(JSON.stringify(formatPush(message))) <= 3_072 ? null : "more than 3 KiB"),
  webhook: (message) => {
    const { body } = formatWebhook(message, undefined, 0);
    return webhookPayload.strict().safeParse(JSON.parse(body)).error?.message ?? null;
  },
  email: (message) => {
    const { subject = "" } = formatEmail(message, { from: "a@example.org", to: ["b@example.org"] });
    return subject.length <= 200 && !/[\r\n]/.test(subject) ? null : "the subject";
  },
};

const NASTY = [
  "<!channel> <@U123> @everyone @here @all @channel",
  "*bold* _it_ ~no~ `code` ```block``` **b** __u__ ||spoiler||",
  "[text](https://evil.example) <https://evil.example|here> <b>x</b></b> &amp; &#39; &nosuch;",
  "\u202eevil\u202c \u0000\u0007\u001b[31m \ud800 \udc00",
  "👩‍👩‍👧‍👦".repeat(500),
  `e${"\u0301".repeat(20_000)}`,
  "封禁：该地址在十分钟内被禁止访问。".repeat(1_000),
  "\\".repeat(10_000),
  '"'.repeat(10_000),
  "&".repeat(10_000),
  "<".repeat(10_000),
  "> quote\n# head\n- item\n1. one\n".repeat(400),
  "\r\n\r\nBcc: everybody@example.org",
  "",
  " \n ",
];

const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join(" ")),
  fc.nat(12_000).map((length) => "_a*<&é".repeat(length).slice(0, length)),
);

const links = fc.array(
  fc.record({
    kind: fc.constantFrom("acknowledge" as const, "incident" as const, "report" as const),
    label: nasty,
    url: fc.oneof(
      fc.constantFrom(
        "http://localhost:3000/alerts/1",
        "http://banwatch:3000/",
        "http://192.168.1.5:3000/alerts",
        "https://ban.example.org/a?b=c&d=%zz",
        "https://ban.example.org/(x)_y*z|q>",
        "javascript:alert(1)",
        "not an address",
        `https://ban.example.org/${"x".repeat(5_000)}`,
        `https://ban.example.org/${"y".repeat(900)}`,
      ),
      fc.webUrl(),
    ),
  }),
  { maxLength: 8 },
);

const message = fc
  .record({
    event: fc.constantFrom("firing" as const, "reminder" as const, "escalation" as const, "resolved" as const),
    severity: fc.constantFrom("critical" as const, "warning" as const, "info" as const),
    isDrill: fc.boolean(),
    title: nasty,
    text: nasty,
    facts: fc.array(fc.record({ name: nasty, value: nasty }), { maxLength: 60 }),
    links,
    others: fc.array(fc.record({ rule: nasty, name: nasty, description: nasty, code: nasty }), { maxLength: 30 }),
  })
  .map(({ others, event, ...rest }) =>
    makeMessage({
      ...rest,
      event,
      notices: [
        makeNotice({ event }),
        ...others.map(({ rule, name, description, code }, index) =>
          makeNotice(
            { incidentId: `inc_${index}`, number: index + 100, rule, event },
            { description, code, subject: { kind: "code", id: code, name }, providerHost: name, account: name },
          ),
        ),
      ],
    }),
  );

describe.each(Object.entries(CHECKS))("a message for %s", (_service, check) => {
  it("is as the service documents it", () => {
    expect(check(makeMessage())).toBeNull();
    expect(check(makeMessage({ event: "resolved" }))).toBeNull();
    expect(check(makeMessage({ links: [], facts: [], text: "" }))).toBeNull();
  });

  it("keeps every limit, and stays text, whatever the texts are", () => {
    fc.assert(
      fc.property(message, (made) => {
        expect(check(made)).toBeNull();
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});

/** Every text inside a body, one per line. */
const textsOf = (body: object): string => {
  const texts: string[] = [];
  JSON.stringify(body, (_key, value) => {
    if (typeof value === "string") texts.push(value);
    return value;
  });
  return texts.join("\n");
};

describe("texts of others", () => {
  const hostile = makeMessage({ text: "<!channel> @everyone *x* <b>y</b> & [z](https://evil.example)" });

  it("call nobody in Slack", () => {
    expect(textsOf(formatSlack(hostile))).toContain("&lt;!channel&gt;");
    expect(textsOf(formatSlack(hostile))).not.toContain("*x*");
  });

  it("make no sign of emoji in Slack, and leave times as they are", () => {
    const noSigns = (text: string) => toMrkdwn(text).replaceAll("\u2060", "·");
    expect(noSigns(":warning: a:b:c 12:30:45 :1f600: :x")).toBe(":·warning: a:·b:c 12:30:45 :·1f600: :x");
  });

  it("take no longer for Slack because of how they are written", () => {
    for (const text of [`:${"a".repeat(400_000)}`, ":a".repeat(200_000), `x${"\n ".repeat(200_000)}x`]) {
      expect(toMrkdwn(text).replaceAll("\u2060", "")).toBe(text);
    }
  });

  it("keep codes in one piece where underscores mean nothing", () => {
    expect(textsOf(formatSlack(makeMessage()))).toContain("\nERROR_IP_BANNED");
    expect(textsOf(formatTeams(makeMessage()))).toContain("\nERROR_IP_BANNED");
    expect(textsOf(formatTelegram(makeMessage(), "1"))).toContain("ERROR_IP_BANNED");
  });

  it("are escaped sign by sign in Discord, where mentions are off besides", () => {
    const body = formatDiscord(hostile);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.embeds[0]?.description).toContain("\\@everyone \\*x\\*");
    expect(body.embeds[0]?.description).toContain("\\[z\\]\\(https\\:");
  });

  it("are no markup for Telegram, in a mail, or in Teams", () => {
    expect(formatTelegram(hostile, "1").text).toContain("&lt;b&gt;y&lt;/b&gt; &amp;");
    const mail = formatEmail(hostile, { from: "a@example.org", to: ["b@example.org"] });
    expect(mail.html).toContain("&lt;b&gt;y&lt;/b&gt; &amp;");
    expect(mail.html).not.toContain("<b>y");
    const facts = [{ name: "Say", value: "*x* [z](https://evil.example) _u_" }];
    expect(textsOf(formatTeams(makeMessage({ facts })))).toContain("\\*x\\* \\[z\\](https://evil.example) \\_u\\_");
  });

  it("do not add headers to a mail", () => {
    const mail = formatEmail(makeMessage({ title: "ban\r\nBcc: x@example.org" }), {
      from: "a@example.org",
      to: ["b@example.org"],
    });
    expect(mail.subject).toBe("ban Bcc: x@example.org");
  });
});

describe("links", () => {
  const local = makeMessage({ links: [{ kind: "incident", label: "Open", url: "http://localhost:3000/alerts/1" }] });

  it("stand in the text where a service refuses them as buttons", () => {
    expect(formatTelegram(local, "1")).not.toHaveProperty("reply_markup");
    expect(formatTelegram(local, "1").text).toContain("Open: http://localhost:3000/alerts/1");
    expect(formatDiscord(local).embeds[0]).not.toHaveProperty("url");
    expect(formatDiscord(local).embeds[0]?.description).toContain("Open: http://localhost:3000/alerts/1");
  });

  it("are buttons where they are public", () => {
    expect(formatTelegram(makeMessage(), "1")).toMatchObject({
      reply_markup: { inline_keyboard: [[{ text: "Acknowledge" }], [{ text: "Incident" }], [{ text: "Ban report" }]] },
    });
  });
});

describe("what belongs together", () => {
  const of = (event: "firing" | "reminder" | "resolved", dedupKey: string) => makeMessage({ event, dedupKey });

  it("has one key in PagerDuty, triggered first and resolved at the end", () => {
    const events = [of("firing", "a"), of("reminder", "b"), of("resolved", "c")].map((one) =>
      formatPagerDuty(one, one.notices[0] ?? makeNotice(), pagerDuty.routingKey),
    );
    expect(events.map(({ event_action }) => event_action)).toEqual(["trigger", "trigger", "resolve"]);
    expect(new Set(events.map(({ dedup_key }) => dedup_key)).size).toBe(1);
  });

  it("is one thread of mails, and the same message has the same id", () => {
    const addresses = { from: "a@example.org", to: ["b@example.org"] };
    const [firing, again, resolved] = [of("firing", "a"), of("firing", "a"), of("resolved", "c")].map((one) =>
      formatEmail(one, addresses),
    );
    expect(firing?.messageId).toBe(again?.messageId);
    expect(resolved?.messageId).not.toBe(firing?.messageId);
    expect(resolved?.references).toEqual(firing?.references);
    expect(firing?.messageId).toMatch(/^<[0-9a-f]+@example\.org>$/);
  });

  it("takes the place of the older notification in a browser", () => {
    expect(formatPush(of("firing", "a")).tag).toBe(formatPush(of("resolved", "c")).tag);
  });

  it("is not hidden in a browser by the end of one of several incidents", () => {
    const notices = ["inc_01", "inc_02"].map((incidentId) => makeNotice({ incidentId }));
    const several = makeMessage({ dedupKey: "several", notices });
    const one = of("resolved", "one");
    expect(formatPush(several).tag).toBe("several");
    expect(formatPush(one).tag).toBe("inc_01");
    const vapid = { ...webPush.generateVAPIDKeys(), subject: "mailto:ops@example.org" };
    const browser = { id: "x", endpoint: "https://push.example.org/x", keys: BROWSER_KEYS };
    const topics = [several, one].map((message) => formatPushRequest(message, browser, vapid).headers.topic);
    expect(new Set(topics).size).toBe(2);
    const twice = makeMessage({ dedupKey: "twice", notices: [...one.notices, ...one.notices] });
    expect(formatPush(twice).tag).toBe("inc_01");
  });
});

describe("the webhook's schema", () => {
  it("names every field that is sent", () => {
    const schema = webhookPayloadSchema() as unknown as {
      properties: { data: { required: string[] } };
      required: string[];
    };
    const sent = JSON.parse(formatWebhook(makeMessage(), undefined, 0).body);
    expect(schema.required.toSorted()).toEqual(Object.keys(sent).toSorted());
    expect(schema.properties.data.required.toSorted()).toEqual(Object.keys(sent.data).toSorted());
  });
});
