import type { ChannelType } from "@/lib/contracts/alert-channels";

/** Services that are spoken to over HTTP. Mattermost answers otherwise than Slack, whose form it takes. */
export type HttpService = Exclude<ChannelType, "email"> | "mattermost";

/** failed: to be tried again. refused: this message never. gone: no message ever. */
export type Verdict = "delivered" | "failed" | "refused" | "gone";

/** An answer as it is judged. */
export interface JudgedReply {
  readonly status: number;
  readonly text: string;
  /** Null where the text is not JSON. */
  readonly json: unknown;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What happened and what to do, in English; empty for delivered. */
  readonly reason: string;
}

interface Exception extends Judgement {
  readonly status: number | null;
  readonly applies: (reply: JudgedReply) => boolean;
}

const NAMES: Readonly<Record<HttpService, string>> = {
  slack: "Slack",
  mattermost: "Mattermost",
  discord: "Discord",
  teams: "Teams",
  telegram: "Telegram",
  ntfy: "ntfy",
  pagerduty: "PagerDuty",
  webhook: "The receiver",
  push: "The push service",
};

/** The one table: what a status means where a service does not say otherwise. The first row that holds it counts. */
const BY_STATUS: ReadonlyArray<
  readonly [from: number, to: number, verdict: Verdict, reason: (name: string) => string]
> = [
  [200, 299, "delivered", () => ""],
  [
    300,
    399,
    "gone",
    () => "The address redirects to another one, which Banwatch does not follow: replace it by that one.",
  ],
  [401, 401, "gone", (name) => `${name} does not accept the key, token or address: enter a new one.`],
  [403, 403, "gone", (name) => `${name} forbids it: check the key, token or address, and what it may do.`],
  [404, 404, "gone", (name) => `${name} does not know the address: make a new one there, and enter it.`],
  [408, 408, "failed", (name) => `${name} did not get the message in time.`],
  [410, 410, "gone", (name) => `${name} has closed the address: make a new one there, and enter it.`],
  [413, 413, "refused", (name) => `${name} finds the message too large.`],
  [425, 425, "failed", (name) => `${name} is not ready yet.`],
  [429, 429, "failed", (name) => `${name} takes no more messages for now.`],
  [400, 499, "refused", (name) => `${name} does not accept the message.`],
  [500, 599, "failed", (name) => `${name} has a fault of its own.`],
];

const says =
  (...words: readonly RegExp[]) =>
  ({ text }: JudgedReply) =>
    words.some((word) => word.test(text));

/** Whether the body is a JSON object whose field, by its path, has one of some values. */
function hasField(path: string, ...values: readonly unknown[]): (reply: JudgedReply) => boolean {
  return ({ json }) => {
    const found = path.split(".").reduce<unknown>((inner, name) => (inner as Record<string, unknown>)?.[name], json);
    return values.length === 0 ? found !== undefined : values.includes(found);
  };
}

const isRedirect = ({ status }: JudgedReply) => status >= 300 && status <= 399;
const hasPage = says(/^\s*<(!doctype\s+html|html)\b/i);
/** The page of a redirect says no more than its status. */
const isPage = (reply: JudgedReply) => hasPage(reply) && !isRedirect(reply);
const always = () => true;

/** A page comes from something that stands before the service: a gateway or a guard. Nothing is known of the channel. */
const PAGE: Exception = {
  status: null,
  applies: isPage,
  verdict: "failed",
  reason: "A web page answered in place of the service: check the address, and what stands before it.",
};

const notAsExpected = (name: string): Judgement => ({
  verdict: "failed",
  reason: `What answered is not ${name}: check the address.`,
});

/** A message of Teams' older connectors says 200 and tells of the failure in words. */
const teamsFailed = (status: number, judgement: Judgement): Exception => ({
  status: 200,
  applies: says(new RegExp(`^Webhook message delivery failed with error.*HTTP error ${status}`, "is")),
  ...judgement,
});

/**
 * Where a service documents a meaning of its own: Slack "Handling errors" of incoming webhooks, Discord "JSON error
 * codes", Telegram "Making requests", PagerDuty "Events API v2 overview", ntfy "Publishing", Mattermost "Incoming
 * webhooks", Azure Logic Apps' error codes for Teams' workflows.
 */
const EXCEPTIONS: Readonly<Record<HttpService, readonly Exception[]>> = {
  slack: [
    PAGE,
    {
      status: null,
      applies: says(/^\s*(no_service|no_service_id|no_team|team_disabled|invalid_token|no_active_hooks)\s*$/),
      verdict: "gone",
      reason: "Slack has switched this webhook off: make a new one there, and enter its address.",
    },
    {
      status: null,
      applies: says(/^\s*(channel_not_found|channel_is_archived)\s*$/),
      verdict: "gone",
      reason: "Slack's channel is gone or archived: make a webhook for another one, and enter its address.",
    },
    {
      status: null,
      applies: says(/^\s*(action_prohibited|posting_to_general_channel_denied)\s*$/),
      verdict: "gone",
      reason: "Slack's workspace does not let this webhook post: ask its administrators.",
    },
  ],
  mattermost: [
    PAGE,
    {
      status: null,
      applies: hasField("id", "web.incoming_webhook.invalid.app_error", "web.incoming_webhook.disabled.app_error"),
      verdict: "gone",
      reason: "Mattermost does not know this webhook, or takes none: make a new one there, and enter its address.",
    },
    {
      status: null,
      applies: hasField("id", "web.incoming_webhook.channel.app_error"),
      verdict: "gone",
      reason: "Mattermost's channel is gone: make a webhook for another one, and enter its address.",
    },
  ],
  discord: [
    PAGE,
    {
      status: null,
      applies: hasField("code", 10015, 50027),
      verdict: "gone",
      reason: "Discord does not know this webhook any more: make a new one there, and enter its address.",
    },
  ],
  teams: [
    PAGE,
    {
      status: 400,
      applies: hasField("error.code", "WorkflowTriggerIsNotEnabled"),
      verdict: "gone",
      reason: "The workflow is turned off in Teams: turn it on, then switch this channel on again.",
    },
    {
      status: 400,
      applies: hasField("error.code", "WorkflowNotFound"),
      verdict: "gone",
      reason: "The workflow is deleted in Teams: make a new one there, and enter its address.",
    },
    teamsFailed(429, { verdict: "failed", reason: "Teams takes no more messages for now." }),
    teamsFailed(413, { verdict: "refused", reason: "Teams finds the message too large." }),
    { status: 200, applies: says(/^Webhook message delivery failed/i), verdict: "failed", reason: "Teams failed." },
  ],
  telegram: [
    PAGE,
    {
      status: 400,
      applies: says(/group chat was upgraded to a supergroup/i),
      verdict: "gone",
      reason: "The Telegram group has a new chat id (migrate_to_chat_id in the answer): enter it.",
    },
    {
      status: 400,
      applies: says(/chat not found|chat_id is empty|PEER_ID_INVALID|chat was deactivated|group is deactivated/i),
      verdict: "gone",
      reason: "Telegram does not find the chat: check the chat id, and that the bot is a member of it.",
    },
    {
      status: 400,
      applies: says(/message thread not found|TOPIC_(CLOSED|DELETED)/i),
      verdict: "gone",
      reason: "Telegram does not find the topic: check the thread id.",
    },
    {
      status: 403,
      applies: always,
      verdict: "gone",
      reason: "The Telegram bot may not write there: it was blocked, removed, or never let in.",
    },
    {
      status: 404,
      applies: always,
      verdict: "gone",
      reason: "Telegram does not know the bot's token: enter a new one.",
    },
    { status: 200, applies: (reply) => !hasField("ok", true)(reply), ...notAsExpected("Telegram") },
  ],
  ntfy: [
    {
      status: 400,
      applies: hasField("code", 40009, 40010),
      verdict: "gone",
      reason: "ntfy does not accept the topic's name: enter another one.",
    },
    { status: 200, applies: (reply) => !hasField("id")(reply), ...notAsExpected("ntfy") },
  ],
  pagerduty: [
    PAGE,
    {
      status: 400,
      applies: says(/routing_key/i),
      verdict: "gone",
      reason: "PagerDuty does not know the integration key: enter that of an Events API v2 integration.",
    },
    { status: 200, applies: (reply) => !hasField("status", "success")(reply), ...notAsExpected("PagerDuty") },
  ],
  webhook: [],
  push: [
    // Nobody can enter another address of a browser, and a redirect may pass.
    { status: null, applies: isRedirect, verdict: "refused", reason: "The push service redirects to another address." },
    { status: 401, applies: always, verdict: "refused", reason: "The push service does not accept Banwatch's key." },
    {
      status: 403,
      applies: always,
      verdict: "gone",
      reason: "The browser subscribed with another key of Banwatch: switch push off and on there.",
    },
  ],
};

/**
 * What an answer means for a message and its channel. What a service documents goes before what HTTP says in general.
 *
 * @returns with a reason that ends with the status, so that people can look it up
 */
export function judgeReply(service: HttpService, reply: JudgedReply): Judgement {
  const { status } = reply;
  const exception = EXCEPTIONS[service].find((one) => (one.status ?? status) === status && one.applies(reply));
  const row = BY_STATUS.find(([from, to]) => status >= from && status <= to);
  const verdict = exception?.verdict ?? row?.[2] ?? "failed";
  const reason = exception?.reason ?? row?.[3](NAMES[service]) ?? "What answered does not speak HTTP as it should.";
  return { verdict, reason: reason === "" ? "" : `${reason} (HTTP ${status})` };
}
