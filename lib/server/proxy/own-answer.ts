import type { Origin } from "@/lib/contracts/common";
import type { ProviderReply } from "./provider-call";

/** Why Banwatch answers by itself, in the provider's code with the nearest meaning (PROTOCOL §4, DESIGN §1). */
export interface OwnAnswer {
  readonly origin: Exclude<Origin, "upstream">;
  readonly code: string;
  readonly description: string;
  /** Whole seconds, sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * The answer on the wire. HTTP 200 and non-null strings, because several clients lose the code with any other status
 * and one crashes on null.
 */
export function toReply({ origin, code, description, retryAfterSeconds }: OwnAnswer): ProviderReply {
  return {
    origin,
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
    body: new TextEncoder().encode(JSON.stringify({ errorId: 1, errorCode: code, errorDescription: description })),
  };
}

const LOCAL = "local" as const;
const TRANSPORT = "transport" as const;

export const badMethodName: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description:
    "Banwatch did not send this call: the path must end in a method name such as createTask (letters and digits, at most 64).",
};

export const callTooLarge: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description: "Banwatch did not send this call: its body is larger than 10 MiB. Send a smaller image.",
};

export const callNotJson: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description:
    "Banwatch did not send this call: its body is not a JSON object, or one of more than 1,000 members or 100 levels. Send JSON in UTF-8 with the field clientKey.",
};

export const clientKeyMissing: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description: "Banwatch did not send this call: please check the field clientKey (it must be a non-empty string).",
};

export const clientKeyTwice: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description: "Banwatch did not send this call: please check the field clientKey (it stands in the body twice).",
};

/** @param setupUrl where an account is registered */
export const unknownKey = (setupUrl: string): OwnAnswer => ({
  origin: LOCAL,
  code: "ERROR_KEY_DOES_NOT_EXIST",
  description: `Banwatch did not send this call: no account here has this clientKey. Register it at ${setupUrl} and call again.`,
});

/** Answers about the caller's own key, in the code that programs stop at rather than try again. */
const keyAnswer = (why: string): OwnAnswer => ({
  origin: LOCAL,
  code: "ERROR_KEY_DOES_NOT_EXIST",
  description: `Banwatch did not send this call: ${why}`,
});

export const unknownProxyKey = keyAnswer(
  "it never issued this proxy key. Check that it was copied as a whole, or ask an admin for one (Settings, Keys).",
);
export const keyRevoked = keyAnswer("this proxy key was revoked. Ask an admin for another one (Settings, Keys).");
export const keyExpired = keyAnswer("this proxy key has expired. Ask an admin for another one (Settings, Keys).");
export const accountArchived = keyAnswer(
  "the account of this proxy key is archived. Ask an admin to restore it, or for a key of another account.",
);
export const proxyKeysOnly = keyAnswer(
  "this account takes proxy keys only, not its own key. Ask an admin for a proxy key (Settings, Keys) and send it as clientKey.",
);

/** Nearest to it is the code for a task that the provider does not offer: the program's own fault, retrying is no help. */
export const methodNotAllowed = (methods: readonly string[]): OwnAnswer => ({
  origin: LOCAL,
  code: "ERROR_TASK_NOT_SUPPORTED",
  description: `Banwatch did not send this call: this proxy key may only call ${methods.join(", ")}.`,
});

/** Nearest to it is the code for "no capacity now": the one at which programs wait and try again. */
export function tooManyCalls(callsPerMinute: number, waitMs: number): OwnAnswer {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return {
    origin: LOCAL,
    code: "ERROR_NO_SLOT_AVAILABLE",
    description: `Banwatch did not send this call: this proxy key may make ${callsPerMinute} calls a minute. Try again in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  };
}

export const foreignPage: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_REQUIRED_FIELDS",
  description:
    "Banwatch did not send this call: it comes from a web page of another site. Call from a program instead.",
};

const BODY_RETRY_SECONDS = 5;

export const noRoomForBody: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: `Banwatch did not send this call: too many large calls are arriving at once. Try again in ${BODY_RETRY_SECONDS} seconds.`,
  retryAfterSeconds: BODY_RETRY_SECONDS,
};

export const bodyTooLate: OwnAnswer = {
  origin: LOCAL,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: "Banwatch did not send this call: its body did not arrive within 60 seconds.",
};

export const replyTooLarge: OwnAnswer = {
  origin: TRANSPORT,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: "Banwatch sent this call, but the provider's reply is larger than 16 MiB and was not passed on.",
};

export const replyTooLate = (timeoutMs: number): OwnAnswer => ({
  origin: TRANSPORT,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: `Banwatch sent this call, but the provider did not reply within ${Math.round(timeoutMs / 1000)} seconds. A task may have been created all the same.`,
});

/** For a call that waited for others to be answered all that time: nothing can have come of it. */
export const turnTooLate = (timeoutMs: number): OwnAnswer => ({
  origin: TRANSPORT,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: `Banwatch did not send this call: too many others were under way for ${Math.round(timeoutMs / 1000)} seconds. Try again later.`,
});

/** For failures before the call was sent: nothing can have come of it. */
export const providerUnreachable = (reason: string): OwnAnswer => ({
  origin: TRANSPORT,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: `Banwatch could not reach the provider (${reason}). The call was not sent; try again later.`,
});

/** For failures after that: a task costs money, and sending it again may cost it twice. */
export const connectionBroke = (reason: string): OwnAnswer => ({
  origin: TRANSPORT,
  code: "ERROR_SERVICE_UNAVALIABLE",
  description: `Banwatch sent this call, but the connection broke before the reply was whole (${reason}). A task may have been created all the same.`,
});
