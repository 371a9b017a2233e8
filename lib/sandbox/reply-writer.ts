import type { ResolvedOptions } from "@/lib/sandbox/options";
import { dropConnection, gatewayPage, type JsonObject, type SandboxReply } from "@/lib/sandbox/reply";
import type { ScriptedAnswer } from "@/lib/sandbox/script";
import type { OutageKind } from "@/lib/sandbox/storms";
import { describeError, numberError, type TextDetails } from "@/lib/sandbox/texts";

interface ErrorDetails extends Partial<TextDetails> {
  readonly description?: string;
  readonly errorId?: number | string;
  readonly httpStatus?: number;
}

type Habits = Pick<
  ResolvedOptions,
  "language" | "errorIdStyle" | "errorHttpStatus" | "successErrorFields" | "banSeconds"
>;

/** Puts replies into the form that this provider's habits give them. */
export class ReplyWriter {
  readonly #habits: Habits;

  constructor(habits: Habits) {
    this.#habits = habits;
  }

  success(fields: JsonObject, delayMs = 0): SandboxReply {
    const filler = this.#habits.successErrorFields === "null" ? null : "";
    const errorFields =
      this.#habits.successErrorFields === "absent" ? {} : { errorCode: filler, errorDescription: filler };
    return { kind: "json", status: 200, body: { errorId: 0, ...errorFields, ...fields }, delayMs };
  }

  /** The error envelope, with the provider's own text unless another is given. */
  error(code: string, details: ErrorDetails = {}): SandboxReply {
    const { language, errorIdStyle, errorHttpStatus, banSeconds } = this.#habits;
    const body = {
      errorId: details.errorId ?? (errorIdStyle === "numbered" ? numberError(code) : 1),
      errorCode: code,
      errorDescription:
        details.description ??
        describeError(code, language, { field: details.field, banSeconds: details.banSeconds ?? banSeconds }),
    };
    return { kind: "json", status: details.httpStatus ?? errorHttpStatus, body, delayMs: 0 };
  }

  /** What an outage answers, or null when it spares this method. */
  outage(kind: OutageKind, method: string): SandboxReply | null {
    switch (kind) {
      case "overload":
        return this.error("ERROR_SERVICE_UNAVALIABLE");
      case "fault":
        return this.error("ERROR_INTERNAL_SERVER_ERROR");
      case "no-slots":
        return method === "createTask" ? this.error("ERROR_NO_SLOT_AVAILABLE") : null;
      case "gateway":
        return gatewayPage(502);
      case "drop":
        return dropConnection("before-headers");
    }
  }

  scripted(answer: Exclude<ScriptedAnswer, { kind: "ordinary" }>): SandboxReply {
    switch (answer.kind) {
      case "error":
        return this.error(answer.code, answer);
      case "json":
        return { kind: "json", status: answer.httpStatus ?? 200, body: answer.body, delayMs: 0 };
      case "raw":
        return {
          kind: "raw",
          status: answer.httpStatus ?? 200,
          contentType: answer.contentType ?? "application/json",
          body: answer.body,
          delayMs: 0,
        };
      case "html":
        return gatewayPage(answer.httpStatus ?? 502);
      case "drop": {
        const reply = dropConnection(answer.when);
        return answer.body !== undefined && reply.kind === "drop" ? { ...reply, body: answer.body } : reply;
      }
    }
  }
}
