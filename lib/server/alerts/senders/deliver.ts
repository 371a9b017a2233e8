import type { SendOutcome } from "./channel-adapter";
import type { HttpRequest, HttpSender } from "./http-sender";
import type { Redact } from "./redact";
import { type HttpService, judgeReply } from "./reply-verdict";
import { readRetryAfterMs } from "./retry-after";

/** Longer answers are cut: they are kept with every attempt. */
const MAX_ANSWER_LENGTH = 500;

/** A service's answer as it may be kept: without secrets, then cut, so that none is left by half. */
export const toKeptAnswer = (text: string, redact: Redact): string =>
  redact(text.toWellFormed()).trim().slice(0, MAX_ANSWER_LENGTH).toWellFormed();

/** What messages are sent with. */
export interface HttpParts {
  readonly http: HttpSender;
  readonly nowMs: () => number;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Posts one message, and says what came of it. Never rejects. */
export async function deliver(
  { http, nowMs }: HttpParts,
  service: HttpService,
  request: HttpRequest,
  redact: Redact,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const reply = await http.post(request, signal);
  if (reply.kind === "fault") {
    const { reason, isHopeless } = reply;
    return isHopeless
      ? { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: true }
      : { kind: "failed", httpStatus: null, answer: "", reason, retryAfterMs: null };
  }
  const { status: httpStatus, headers, text } = reply;
  const json = readJson(text);
  const answer = toKeptAnswer(text, redact);
  const { verdict, reason } = judgeReply(service, { status: httpStatus, text, json });
  switch (verdict) {
    case "delivered":
      return { kind: "delivered", httpStatus, answer };
    case "failed":
      return {
        kind: "failed",
        httpStatus,
        answer,
        reason,
        retryAfterMs: readRetryAfterMs(headers, json, nowMs()),
      };
    default:
      return { kind: "refused", httpStatus, answer, reason, channelIsGone: verdict === "gone" };
  }
}

/** The headers of a request whose body is JSON. */
export const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" } as const;
