import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SandboxOptions } from "@/lib/sandbox/options";
import { SandboxProvider } from "@/lib/sandbox/provider";
import type { SandboxReply } from "@/lib/sandbox/reply";

/** The options of a provider with an HTTP door. The clock and the randomness default to the machine's. */
export interface SandboxServerOptions extends Partial<SandboxOptions> {
  /** The port on the loopback; 0 (default) takes any free one. */
  readonly port?: number;
}

/** A running provider. */
export interface SandboxServer {
  /** Without a slash at the end, `http://127.0.0.1:4100` say. */
  readonly origin: string;
  readonly provider: SandboxProvider;
  /** Breaks off what is still open and frees the port. May be called again. */
  close(): Promise<void>;
}

/** Room for a screenshot in base64; providers accept bodies of about this size. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts a simulated provider on 127.0.0.1.
 *
 * A method answers at the root and under any prefix (`/createTask`, `/api/createTask`), to POST only, whatever the
 * content type says. The caller's address is that of its connection.
 *
 * @throws {RangeError} for options that make no sense; rejects with the system's error if the port is taken
 */
export async function startSandboxServer(options: SandboxServerOptions = {}): Promise<SandboxServer> {
  const { port = 0, ...providerOptions } = options;
  const provider = new SandboxProvider({ now: Date.now, random: Math.random, ...providerOptions });
  const timers = new Set<NodeJS.Timeout>();

  const server = createServer((request, response) => {
    receive(request, response, provider)
      .then((reply) => {
        if (!reply) return;
        if (reply.delayMs === 0) return send(response, reply);
        const timer = setTimeout(() => {
          timers.delete(timer);
          send(response, reply);
        }, reply.delayMs);
        timers.add(timer);
      })
      // A caller that hangs up in the middle of its request is owed nothing.
      .catch(() => response.destroy());
  });
  // As long as gateways keep them: a pool upstream must not lose a race against an early close.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        timers.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  provider: SandboxProvider,
): Promise<SandboxReply | null> {
  if (request.method !== "POST") {
    request.resume();
    response.writeHead(405, { allow: "POST", "content-type": "text/plain" }).end("Method Not Allowed\n");
    return null;
  }
  const bodyBytes = await readBody(request);
  if (!bodyBytes) {
    response.writeHead(413, { connection: "close", "content-type": "text/plain" }).end("Payload Too Large\n");
    return null;
  }
  const path = request.url ?? "/";
  return provider.handle({
    method:
      path
        .replace(/[?#].*$/, "")
        .split("/")
        .filter(Boolean)
        .at(-1) ?? "",
    path,
    body: bodyBytes.toString("utf8"),
    bodyBytes,
    headers: request.headers,
    callerAddress: request.socket.remoteAddress ?? "",
  });
}

/** The whole body, or null when it is too large; what is too much is read and thrown away, so that the reply arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks, bytes) : null;
}

function send(response: ServerResponse, reply: SandboxReply): void {
  if (reply.kind === "drop") {
    drop(response, reply.when === "mid-body" ? reply.body : null);
    return;
  }
  const body = Buffer.from(reply.kind === "json" ? JSON.stringify(reply.body) : reply.body);
  const contentType = reply.kind === "json" ? "application/json; charset=utf-8" : reply.contentType;
  response.writeHead(reply.status, { "content-type": contentType, "content-length": body.byteLength }).end(body);
}

/** Destroys the connection, before any byte, or once half of `body` has gone out under a header that promised it all. */
function drop(response: ServerResponse, body: string | null): void {
  if (body === null) {
    response.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.byteLength });
  // The write's callback comes once the bytes are with the system, so the caller sees them before the end.
  response.write(bytes.subarray(0, Math.ceil(bytes.byteLength / 2)), () => response.socket?.destroy());
}
