import { createServer, type Server } from "node:http";
import next from "next";
import { stopRuntime } from "@/lib/server/process";
import { PEER_ADDRESS_HEADER } from "@/lib/server/proxy/peer-address";
import { StartupError } from "@/lib/server/startup-error";

/** A program that hangs on gets this long to read its reply when Banwatch stops. */
const STOP_WAIT_MS = 10_000;

/** @throws {StartupError} when the address can't be listened on */
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

/**
 * Serves the built application until the process is told to stop.
 *
 * The port is taken before anything else is started, so that a second Banwatch by mistake touches nothing.
 */
export async function serve(options: { port: number; host: string; folder: string }): Promise<void> {
  const { port, host, folder } = options;
  let handle: ReturnType<ReturnType<typeof next>["getRequestHandler"]> | null = null;
  const server = createServer((request, response) => {
    // Whatever a caller wrote there is replaced by what the connection says.
    request.headers[PEER_ADDRESS_HEADER] = request.socket.remoteAddress ?? "";
    if (handle === null) response.writeHead(503, { "retry-after": "1" }).end();
    else void handle(request, response);
  });
  await listen(server, port, host);

  const app = next({ dev: false, dir: folder, hostname: host, port });
  await app.prepare();
  handle = app.getRequestHandler();

  const stop = async () => {
    server.close();
    server.closeIdleConnections();
    const patience = setTimeout(() => server.closeAllConnections(), STOP_WAIT_MS);
    patience.unref();
    await stopRuntime();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}
