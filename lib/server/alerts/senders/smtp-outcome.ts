import type { SendOutcome } from "./channel-adapter";
import { toKeptAnswer } from "./deliver";
import { describeFault, NO_ANSWER_IN_TIME } from "./network-fault";
import type { Redact } from "./redact";

/** What nodemailer fails with. */
interface SmtpError {
  readonly code?: string;
  /** The system's or TLS's own short name, where nodemailer put its own in its place. */
  readonly originalCode?: string;
  /** What the server said. */
  readonly response?: string;
  /** RFC 5321, 4.2: 4xx for now, 5xx for good. */
  readonly responseCode?: number;
  readonly command?: string;
}

const isPermanent = (code: number | undefined) => code !== undefined && code >= 500;

/** A refused certificate is put right on the server, so it is tried again. */
const TLS_FAILED = "Encryption (TLS) did not come about: the server must offer what this channel asks for.";

/**
 * What a failed attempt at a mail means. A server that refuses the password takes no other mail either; one that refuses
 * recipients or the content refuses this mail. What is only so for now (4xx), and faults of the network, are tried again.
 */
export function readSmtpError(error: unknown, redact: Redact, signal: AbortSignal): SendOutcome {
  const { code, originalCode, response = "", responseCode, command = "" } = (error ?? {}) as SmtpError;
  const httpStatus = null;
  const answer = toKeptAnswer(response, redact);
  const says = responseCode === undefined ? "" : ` (SMTP ${responseCode})`;
  const failed = (reason: string): SendOutcome => ({ kind: "failed", httpStatus, answer, reason, retryAfterMs: null });
  const refused = (reason: string, channelIsGone: boolean): SendOutcome => ({
    kind: "refused",
    httpStatus,
    answer,
    reason,
    channelIsGone,
  });

  if (signal.aborted) return failed(NO_ANSWER_IN_TIME);
  const isLogin = code === "EAUTH" || command.startsWith("AUTH");
  // RFC 5321, 4.2.4: such codes say that the command is unknown, not that the password is wrong.
  const isUnknown = responseCode === undefined ? code === "EAUTH" : responseCode >= 500 && responseCode <= 504;
  if (isLogin && isUnknown) {
    const advice = "set a password, leave out the user name, or choose encryption";
    return refused(`The mail server offers no way to sign in${says}: ${advice}.`, true);
  }
  if (isLogin && isPermanent(responseCode)) {
    return refused(`The mail server does not accept user name and password${says}: enter new ones.`, true);
  }
  if (responseCode !== undefined && !isPermanent(responseCode)) {
    return failed(`The mail server does not take the mail for now${says}.`);
  }
  if (responseCode === 530) return refused(`The mail server wants a user name and password${says}: enter them.`, true);
  if (isPermanent(responseCode) && command === "STARTTLS") return failed(`${TLS_FAILED.slice(0, -1)}${says}.`);
  if (isPermanent(responseCode)) return refused(`The mail server does not take the mail${says}.`, false);
  if (code === "EENVELOPE" || code === "EMESSAGE") return refused("The mail cannot be sent as it is.", false);
  if (code === "ETLS" && originalCode === undefined) return failed(TLS_FAILED);
  const { message, cause } = (error ?? {}) as Error;
  return failed(describeFault({ message, cause, code: originalCode ?? code }));
}
