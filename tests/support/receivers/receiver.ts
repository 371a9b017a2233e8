import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { ChannelSettings } from "@/lib/server/alerts/senders/channel-adapter";
import { discordWire } from "./discord-wire";
import { ntfyWire } from "./ntfy-wire";
import { pagerDutyWire } from "./pagerduty-wire";
import { mattermostWire, slackWire } from "./slack-wire";
import { teamsWire } from "./teams-wire";
import { telegramWire } from "./telegram-wire";
import { webhookWire } from "./webhook-wire";
import type { ServiceWire, WireAnswer, WireRequest } from "./wire";

const WIRES = {
  slack: slackWire,
  mattermost: mattermostWire,
  discord: discordWire,
  teams: teamsWire,
  telegram: telegramWire,
  ntfy: ntfyWire,
  pagerduty: pagerDutyWire,
  webhook: webhookWire,
} as const;

/** Services that are spoken to over HTTP with JSON. Mail and push have receivers of their own. */
export type Service = keyof typeof WIRES;
export const SERVICES = Object.keys(WIRES) as Service[];

/** The type of channel that speaks to a service. */
export type TypeOf<S extends Service> = S extends "mattermost" ? "slack" : Extract<S, ChannelType>;

/** One message as it came, whatever was answered. */
export interface Received extends WireRequest {
  readonly atMs: number;
  /** The JSON body, null for what is none. */
  readonly json: unknown;
  /** Whether it was taken. */
  readonly accepted: boolean;
  /** The status that was answered; null for none. */
  readonly status: number | null;
  /** What of it was not as the service documents it. */
  readonly problem: string | null;
}

/** What a receiver is to do instead of its work. */
export interface Failure {
  /** Answered in the service's own words. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** In place of the service's own words. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits before it answers; without a status the message is taken then. */
  readonly delayMs?: number;
  /** Never answers. */
  readonly hang?: boolean;
  /** Breaks the connection off. */
  readonly reset?: boolean;
  /** Takes the message, and breaks off before it has answered. */
  readonly resetAfterTaking?: boolean;
  /** How many messages are taken before it begins. */
  readonly after?: number;
  /** How many messages it is for; without it all, until told otherwise. */
  readonly times?: number;
}

export interface Receiver<S extends Service = Service> {
  readonly url: string;
  readonly port: number;
  /** A channel that leads here. */
  readonly settings: ChannelSettings<TypeOf<S>>;
  /** Every message, the oldest first. */
  readonly received: Received[];
  /** Those that were taken. */
  accepted(): Received[];
  /** @param failure null: does its work again */
  failWith(failure: Failure | null): void;
  /** Resolves with the messages taken, once there are so many. */
  waitFor(count: number): Promise<Received[]>;
  /** Breaks off what is under way, and stops listening. */
  close(): Promise<void>;
}

async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return { method: request.method ?? "", path: request.url ?? "", headers, raw: Buffer.concat(chunks) };
}

function readJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return null;
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: WireAnswer): void {
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** A loopback receiver that behaves as a service documents it, and keeps what it was sent. */
export async function startReceiver<S extends Service>(
  service: S,
  options: { readonly port?: number } = {},
): Promise<Receiver<S>> {
  const wire = WIRES[service] as unknown as ServiceWire<TypeOf<S>>;
  const received: Received[] = [];
  const waiting: Array<() => void> = [];
  let failure: Failure | null = null;
  let left = 0;
  let before = 0;

  const takeFailure = (): Failure | null => {
    if (before > 0) {
      before -= 1;
      return null;
    }
    const current = failure;
    left -= 1;
    if (current?.times !== undefined && left <= 0) failure = null;
    return current;
  };

  const keep = (request: WireRequest, status: number | null, accepted: boolean, problem: string | null) => {
    received.push({ ...request, atMs: Date.now(), json: readJson(request.raw), status, accepted, problem });
    for (const check of waiting) check();
  };

  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming);
    const told = takeFailure();
    if (told?.hang) return keep(request, null, false, null);
    if (told?.reset) {
      keep(request, null, false, null);
      return incoming.socket.resetAndDestroy();
    }
    if (told?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, told.delayMs));
    if (told?.status !== undefined) {
      const words = wire.fail(told.status, told.retryAfterSeconds);
      keep(request, told.status, told.status < 300, null);
      return send(response, {
        ...words,
        body: told.body ?? words.body,
        headers: { ...words.headers, ...told.headers },
      });
    }
    const own = wire.answer(request);
    keep(request, own.status, own.problem === undefined, own.problem ?? null);
    if (told?.resetAfterTaking) return incoming.socket.resetAndDestroy();
    send(response, own);
  };

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const accepted = () => received.filter((one) => one.accepted);

  return {
    url,
    port,
    settings: wire.settings(url),
    received,
    accepted,
    failWith: (next) => {
      failure = next;
      left = next?.times ?? 0;
      before = next?.after ?? 0;
    },
    waitFor: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (accepted().length >= count) resolve(accepted());
        };
        waiting.push(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
