import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import next from "next";
import type { Env } from "@/lib/server/env";
import { PEER_ADDRESS_HEADER } from "@/lib/server/proxy/peer-address";
import { stopRuntime, whenRuntimeStarted } from "@/lib/server/runtime-slot";
import { StartupError } from "@/lib/server/startup-error";
import { say } from "./say";

/** A call under way gets this long when Banwatch stops: a task that was paid for should reach its program. */
const STOP_WAIT_MS = 15_000;

/** Longer than the clients' pools keep a connection, so that none sends a call into one that is just being closed. */
const KEEP_ALIVE_MS = 65_000;

export interface OpenServer {
  /** Serves the built application until the process is told to stop. */
  serve(folder: string): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken. Stop the program that has it, or set PORT to another one.`
          : `Cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`;
      reject(new StartupError(why));
    });
    server.listen(port, host, resolve);
  });
}

/** Resolves when every answer under way has been sent, after `waitMs` at the latest. */
function whenAnswered(answers: ReadonlySet<ServerResponse>, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(resolve, waitMs);
    const finished = () => {
      if ([...answers].some((answer) => !isStream(answer))) return;
      clearTimeout(deadline);
      resolve();
    };
    for (const answer of answers) answer.once("close", finished);
    finished();
  });
}

/** Live streams never end by themselves. */
const isStream = (answer: ServerResponse) => String(answer.getHeader("content-type")).startsWith("text/event-stream");

/** IPv4 as IPv4, also on a socket that takes both. */
const addressOf = (remoteAddress: string | undefined) => remoteAddress?.replace(/^::ffff:/, "") ?? "";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** The name in a Host header, without port and brackets. */
const hostnameOf = (header: string | undefined) =>
  (header ?? "")
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();

/**
 * Whether a request was meant for this server. On the loopback a foreign name in the Host header is a web page that had
 * its own name point here (DNS rebinding), to read what only people on this machine may.
 */
function isForUs(request: IncomingMessage, host: string, publicUrl: string | null): boolean {
  if (!LOOPBACK.has(host)) return true;
  const name = hostnameOf(request.headers.host);
  return (
    LOOPBACK.has(name) ||
    /^127(\.\d{1,3}){3}$/.test(name) ||
    (publicUrl !== null && new URL(publicUrl).hostname === name)
  );
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(text);
}

const unavailable =
  (text: string): RequestListener =>
  (_request, response) => {
    response.setHeader("retry-after", "5");
    refuse(response, 503, text);
  };

/**
 * The path and query of a request with single slashes: a base URL that ends in one, joined with "/createTask", has two.
 * Some clients send the whole URL.
 *
 * @returns null for what cannot be decoded
 */
function readPath(url: string): string | null {
  const [path = "", ...query] = url.replace(/^https?:\/\/[^/]*/i, "").split("?");
  try {
    decodeURIComponent(path);
    return path.startsWith("/") ? [path.replace(/\/{2,}/g, "/"), ...query].join("?") : null;
  } catch {
    return null;
  }
}

/**
 * Takes the port. Until {@link OpenServer.serve} has the application ready, every request is answered with 503.
 *
 * The port comes first, so that a second Banwatch by mistake neither builds nor touches the data.
 *
 * @throws {StartupError} when the address can't be listened on
 */
export async function openServer({
  port,
  host,
  publicUrl,
}: Pick<Env, "port" | "host" | "publicUrl">): Promise<OpenServer> {
  let handle = unavailable("Banwatch is starting.\n");
  const answers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answers.add(response);
    response.once("close", () => answers.delete(response));
    // Whatever a caller wrote there is replaced by what the connection says.
    request.headers[PEER_ADDRESS_HEADER] = addressOf(request.socket.remoteAddress);
    const path = readPath(request.url ?? "");
    if (!isForUs(request, host, publicUrl)) {
      refuse(
        response,
        421,
        "Banwatch does not answer to this name. Set BANWATCH_PUBLIC_URL to the address that you use.\n",
      );
    } else if (path === null) refuse(response, 400, "This is no path that Banwatch can read.\n");
    else {
      request.url = path;
      handle(request, response);
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, port, host);

  /** Ends in order: nothing new, what is under way is answered, everything is kept, and only then the process. */
  const stop = async () => {
    say("Stopping");
    handle = unavailable("Banwatch is stopping.\n");
    server.close();
    server.closeIdleConnections();
    await whenAnswered(answers, STOP_WAIT_MS);
    await stopRuntime();
    process.exit(0);
  };

  return {
    serve: async (folder) => {
      // A server of Next's own that nobody reaches: on ours it would take every request that asks for an upgrade, as
      // some HTTP clients do by default, and drop it.
      const app = next({ dev: false, dir: folder, hostname: host, port, httpServer: createServer() });
      await app.prepare();
      // Next runs instrumentation.ts beside its own start and does not wait for it.
      await whenRuntimeStarted();
      handle = app.getRequestHandler();
      process.once("SIGTERM", () => void stop());
      process.once("SIGINT", () => void stop());
    },
  };
}
