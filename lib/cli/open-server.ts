import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import next from "next";
import type { Env } from "@/lib/server/env";
import { refuseWithText } from "@/lib/server/front/answer";
import { createConnectionLimit } from "@/lib/server/front/connection-limit";
import { createFront } from "@/lib/server/front/take-request";
import { stopRuntime, whenRuntimeStarted } from "@/lib/server/runtime-slot";
import { StartupError } from "@/lib/server/startup-error";
import { say } from "./say";

/** A call under way gets this long when Banwatch stops: a task that was paid for should reach its program. */
const STOP_WAIT_MS = 15_000;

/** Longer than the clients' pools keep a connection, so that none sends a call into one that is just being closed. */
const KEEP_ALIVE_MS = 65_000;

/**
 * What one caller may take of the server without saying anything. The time for a whole request lets 10 MiB through at
 * 90 KB/s; answers, live streams among them, may take as long as they like.
 */
const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: KEEP_ALIVE_MS,
  // The times above are only looked at this often.
  connectionsCheckingInterval: 5_000,
};
const MAX_HEADERS = 100;
/** Below what a process may have open as a rule (ulimit -n, 4096 and more in containers); programs keep connections. */
const MAX_CONNECTIONS = 2_048;

export interface OpenServer {
  /** Serves the application until the process is told to stop. */
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

const unavailable =
  (text: string): RequestListener =>
  (_request, response) => {
    response.setHeader("retry-after", "5");
    refuseWithText(response, 503, text);
  };

/**
 * Takes the port. Until {@link OpenServer.serve} has the application ready, every request is answered with 503.
 *
 * The port comes first, so that a second Banwatch by mistake neither builds nor touches the data.
 *
 * @param options.dev serves the sources as they change, instead of the build
 * @throws {StartupError} when the address can't be listened on
 */
export async function openServer({ env, dev }: { env: Env; dev: boolean }): Promise<OpenServer> {
  const { port, host } = env;
  let handle = unavailable("Banwatch is starting.\n");
  const answers = new Set<ServerResponse>();
  const server = createServer(LIMITS, (request, response) => {
    answers.add(response);
    response.once("close", () => answers.delete(response));
    handle(request, response);
  });
  server.maxHeadersCount = MAX_HEADERS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on("connection", createConnectionLimit(env.trustedProxies).take);
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
      const inner = createServer();
      const app = next({ dev, dir: folder, hostname: host, port, httpServer: inner });
      await app.prepare();
      // Next runs instrumentation.ts beside its own start and does not wait for it.
      await whenRuntimeStarted();
      const front = createFront({ ...env, dev, runtime: whenRuntimeStarted });
      const serveWithNext = app.getRequestHandler();
      handle = (request, response) => void front.take(request, response, serveWithNext);
      // Without a listener node ignores the wish for an upgrade and answers as usual. Reloads come over a web socket.
      if (dev) {
        server.on("upgrade", (request: IncomingMessage, socket, head) => {
          if (!front.mayUpgrade(request) || !inner.emit("upgrade", request, socket, head)) socket.destroy();
        });
      }
      process.once("SIGTERM", () => void stop());
      process.once("SIGINT", () => void stop());
    },
  };
}
