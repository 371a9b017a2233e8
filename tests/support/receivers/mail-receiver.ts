import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { ChannelSettings } from "@/lib/server/alerts/senders/channel-adapter";
import { createSelfSigned } from "./self-signed";

export interface ReceivedMail {
  readonly atMs: number;
  /** Whom it was handed over for, which its headers need not say. */
  readonly recipients: readonly string[];
  /** Whether the connection was encrypted, and who had signed in. */
  readonly isSecure: boolean;
  readonly user: string | null;
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** What the server is to answer instead of taking a mail. */
export interface MailFailure {
  readonly at: "connect" | "login" | "recipient" | "data";
  /** SMTP's: 4xx for now, 5xx for good. */
  readonly code: number;
  /** Only for this recipient. */
  readonly recipient?: string;
  readonly times?: number;
}

export interface MailReceiver {
  readonly port: number;
  /** A channel that leads here. */
  readonly settings: ChannelSettings<"email">;
  /** To be trusted by whoever wants a secure connection. */
  readonly certificate: string;
  readonly received: ReceivedMail[];
  failWith(failure: MailFailure | "hang" | null): void;
  close(): Promise<void>;
}

const USER = "alerts@example.org";
const PASSWORD = "correct horse battery";

const failed = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

/** A mail server that wants STARTTLS (or TLS at once) and a login before it takes anything; with `none` it offers neither. */
export async function startMailReceiver(
  options: { readonly security?: "starttls" | "tls" | "none"; readonly hosts?: readonly string[] } = {},
): Promise<MailReceiver> {
  const { security = "starttls", hosts = ["localhost", "127.0.0.1"] } = options;
  const { key, cert } = createSelfSigned(hosts);
  const received: ReceivedMail[] = [];
  let failure: MailFailure | "hang" | null = null;
  let left = 0;

  const takeFailure = (at: MailFailure["at"], recipient?: string): Error | null => {
    if (failure === null || failure === "hang" || failure.at !== at) return null;
    if (failure.recipient !== undefined && failure.recipient !== recipient) return null;
    const { code, times } = failure;
    left -= 1;
    if (times !== undefined && left <= 0) failure = null;
    return failed(code, `Refused at ${at} for ${PASSWORD}`);
  };

  const server = new SMTPServer({
    key,
    cert,
    secure: security === "tls",
    disabledCommands: security === "none" ? ["STARTTLS", "AUTH"] : [],
    allowInsecureAuth: false,
    authOptional: security === "none",
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    closeTimeout: 50,
    onConnect: (_session, done) => {
      if (failure === "hang") return;
      done(takeFailure("connect"));
    },
    onAuth: ({ username, password }, _session, done) => {
      const refused = takeFailure("login");
      if (refused !== null) return done(refused);
      if (username !== USER || password !== PASSWORD) return done(failed(535, "5.7.8 Authentication failed"));
      done(null, { user: username });
    },
    onRcptTo: ({ address }, _session, done) => done(takeFailure("recipient", address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const refused = takeFailure("data");
        if (refused !== null) return done(refused);
        const raw = Buffer.concat(chunks);
        simpleParser(raw).then((mail) => {
          received.push({
            atMs: Date.now(),
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            isSecure: session.secure,
            user: session.user ?? null,
            raw: raw.toString("utf8"),
            mail,
          });
          done();
        }, done);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;

  return {
    port,
    certificate: cert,
    settings: {
      host: "127.0.0.1",
      port,
      security,
      ...(security === "none" ? {} : { username: USER, password: PASSWORD }),
      from: "banwatch@example.org",
      to: ["ops@example.org"],
    },
    received,
    failWith: (next) => {
      failure = next;
      left = next === null || next === "hang" ? 0 : (next.times ?? 0);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
