import type { Socket } from "node:net";
import { createTransport } from "nodemailer";
import type { RefuseAddress } from "@/lib/server/net/address-rules";
import { createGuardedConnector, type LookUpAll } from "@/lib/server/net/guarded-connect";
import type { ChannelSettings, SendOutcome, SendTo } from "./channel-adapter";
import { toKeptAnswer } from "./deliver";
import type { DeliveryProgress } from "./delivery-progress";
import { formatEmail } from "./email-format";
import { createRedact } from "./redact";
import { readSmtpError } from "./smtp-outcome";

const CONNECT_TIMEOUT_MS = 10_000;

export interface EmailParts {
  /** Asked about every address before a connection to it is made. */
  readonly refuseAddress: RefuseAddress;
  readonly lookUp?: LookUpAll;
  /** Trusted besides those of the system, as PEM. */
  readonly certificates?: readonly string[];
}

/** What the server said of recipients that it did not take while it took others. */
interface Taken {
  readonly rejectedErrors: ReadonlyArray<{ readonly recipient?: string; readonly responseCode?: number }>;
}

/** E-mail over SMTP. Recipients that took the mail do not get it again when others have to wait. */
export function createSendEmail(
  { refuseAddress, lookUp, certificates }: EmailParts,
  progress: DeliveryProgress,
): SendTo<"email"> {
  const connect = createGuardedConnector({ refuse: refuseAddress, timeoutMs: CONNECT_TIMEOUT_MS, lookUp });

  /** The connection is Banwatch's own, so that it goes to the very address that was looked at. */
  const openSocket = (
    { host, port }: ChannelSettings<"email">,
    done: (error: Error | null, socket: Socket | null) => void,
  ) =>
    connect({ hostname: host, host, port: String(port), protocol: "http:" }, (error, socket) =>
      error === null ? done(null, socket) : done(error, null),
    );

  const transportOf = (settings: ChannelSettings<"email">, signal: AbortSignal) => {
    const { host, port, security, username, password } = settings;
    return createTransport({
      host,
      port,
      secure: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "none",
      ...(username === undefined ? {} : { auth: { user: username, pass: password ?? "" }, forceAuth: true }),
      ...(certificates === undefined ? {} : { tls: { ca: [...certificates] } }),
      getSocket: (_options, callback) =>
        openSocket(settings, (error, socket) => {
          if (error !== null || socket === null) return callback(error);
          signal.addEventListener("abort", () => socket.destroy(), { once: true });
          callback(null, { connection: socket });
        }),
    });
  };

  const sumUp = ({ rejectedErrors }: Taken, answer: string): SendOutcome => {
    const waiting = rejectedErrors.some(({ responseCode }) => responseCode !== undefined && responseCode < 500);
    const names = rejectedErrors.map(({ recipient, responseCode }) => `${recipient} (SMTP ${responseCode})`).join(", ");
    if (!waiting) {
      const note = names === "" ? "" : ` Not taken: ${names}.`;
      return { kind: "delivered", httpStatus: null, answer: `${answer}${note}`.slice(0, 500) };
    }
    const reason = `The mail server does not take the mail for now for ${names}.`.slice(0, 500);
    return { kind: "failed", httpStatus: null, answer, reason, retryAfterMs: null };
  };

  return async (message, settings, signal) => {
    const { username: user, password = "" } = settings;
    const redact = createRedact([password], user === undefined ? {} : { login: { user, password } });
    const messageKey = `${settings.host} ${settings.from} ${message.dedupKey}`;
    const recipients = settings.to.filter((address) => !progress.isDone(messageKey, address));
    const transport = transportOf(settings, signal);
    try {
      signal.throwIfAborted();
      const mail = { ...formatEmail(message, settings), envelope: { from: settings.from, to: recipients } };
      const { response, accepted, rejectedErrors = [] } = await transport.sendMail({ ...mail, signal });
      for (const address of accepted) progress.markDone(messageKey, String(address));
      const outcome = sumUp(
        { rejectedErrors: rejectedErrors as Taken["rejectedErrors"] },
        toKeptAnswer(response, redact),
      );
      if (outcome.kind !== "failed") progress.forget(messageKey);
      return outcome;
    } catch (error) {
      return readSmtpError(error, redact, signal);
    } finally {
      transport.close();
    }
  };
}
