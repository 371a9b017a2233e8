import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import next from "next";
import type { Env } from "@/lib/server/env";
import { PEER_ADDRESS_HEADER } from "@/lib/server/proxy/peer-address";
import { stopRuntime, whenRuntimeStarted } from "@/lib/server/runtime-slot";
import { StartupError } from "@/lib/server/startup-error";

/** Programs get this long to read what was still sent when Banwatch stops. */
const LAST_BYTES_MS = 250;

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

/** Ends in order: no new connections, calls in flight answered, everything kept, and only then the process. */
function stopOnSignal(server: Server): void {
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    await stopRuntime();
    server.closeIdleConnections();
    // Live streams never end by themselves.
    setTimeout(() => server.closeAllConnections(), LAST_BYTES_MS);
    await closed;
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

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
  let handle: RequestListener = (_request, response) => {
    response.writeHead(503, { "retry-after": "5", "content-type": "text/plain" }).end("Banwatch is starting.\n");
  };
  const server = createServer((request, response) => {
    // Whatever a caller wrote there is replaced by what the connection says.
    request.headers[PEER_ADDRESS_HEADER] = addressOf(request.socket.remoteAddress);
    if (isForUs(request, host, publicUrl)) handle(request, response);
    else {
      response.writeHead(421, { "content-type": "text/plain" });
      response.end("Banwatch does not answer to this name. Set BANWATCH_PUBLIC_URL to the address that you use.\n");
    }
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, port, host);
  return {
    serve: async (folder) => {
      const app = next({ dev: false, dir: folder, hostname: host, port });
      await app.prepare();
      // Next runs instrumentation.ts beside its own start and does not wait for it.
      await whenRuntimeStarted();
      handle = app.getRequestHandler();
      stopOnSignal(server);
    },
  };
}
