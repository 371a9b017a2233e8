import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { between } from "../seeded-random";

/** Who takes messages, by the name of the path that leads there. */
export type ReceiverName = "ops" | "chat" | "onCall";

/** Where each of them is reached. */
export type ReceiverPaths = Readonly<Record<ReceiverName, string>>;

/** What a service says to one message, and how long it takes over it. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly latencyMs: number;
}

const PATHS = { ops: "/ops", chat: "/hooks/chat", onCall: "/" } as const satisfies Record<ReceiverName, string>;

/** How often the chat is down, and how often it has had enough for the moment. */
const CHAT_DOWN = 0.12;
const CHAT_BUSY = 0.2;
const PLAIN = { "content-type": "text/plain; charset=utf-8" };

const quick = (random: () => number) => Math.round(between(8, 60, random));
const slow = (random: () => number) => Math.round(between(180, 1_900, random));

function answerOfChat(random: () => number): ReceiverAnswer {
  const luck = random();
  if (luck < CHAT_DOWN) return { status: 503, headers: PLAIN, text: "no healthy upstream", latencyMs: quick(random) };
  if (luck < CHAT_BUSY) {
    const headers = { ...PLAIN, "retry-after": "3" };
    return { status: 429, headers, text: "limit exceeded", latencyMs: quick(random) };
  }
  return { status: 200, headers: PLAIN, text: "ok", latencyMs: slow(random) };
}

/** What a service answers now: the chat is slow, and fails now and then; the others just work. */
export function answerOf(name: ReceiverName, random: () => number): ReceiverAnswer {
  switch (name) {
    case "ops":
      return { status: 204, headers: {}, text: "", latencyMs: quick(random) };
    case "chat":
      return answerOfChat(random);
    case "onCall": {
      const id = Math.floor(random() * 36 ** 8).toString(36);
      const text = JSON.stringify({ id, event: "message", topic: "on-call" });
      return { status: 200, headers: { "content-type": "application/json" }, text, latencyMs: slow(random) };
    }
  }
}

function findReceiver({ method, url = "" }: IncomingMessage): ReceiverName | null {
  if (method !== "POST") return null;
  const names = Object.keys(PATHS) as ReceiverName[];
  return names.find((name) => PATHS[name] === url) ?? null;
}

function receive(request: IncomingMessage, response: ServerResponse, random: () => number): void {
  // What the messages say is nobody's concern here.
  request.resume();
  const name = findReceiver(request);
  if (name === null) {
    response.writeHead(404, PLAIN).end("Nobody takes messages here\n");
    return;
  }
  const { status, headers, text, latencyMs } = answerOf(name, random);
  setTimeout(() => response.writeHead(status, headers).end(text), latencyMs).unref();
}

/** The services that the demo's channels send to, all in one, on the loopback. */
export interface Receiver {
  readonly port: number;
  readonly paths: ReceiverPaths;
  close(): Promise<void>;
}

/** @param port 0 for any; another one is taken when somebody else has it */
export async function startReceiver(port: number, random: () => number): Promise<Receiver> {
  const server = createServer((request, response) => receive(request, response, random));
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(wanted, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await listen(port).catch(() => listen(0));
  const { port: own } = server.address() as AddressInfo;
  const urlOf = (name: ReceiverName) => `http://127.0.0.1:${own}${PATHS[name]}`;
  return {
    port: own,
    paths: { ops: urlOf("ops"), chat: urlOf("chat"), onCall: urlOf("onCall") },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
