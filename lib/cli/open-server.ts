import { createServer, type RequestListener, type Server } from "node:http";
import next from "next";
import { PEER_ADDRESS_HEADER } from "@/lib/server/proxy/peer-address";
import { stopRuntime } from "@/lib/server/runtime-slot";
import { StartupError } from "@/lib/server/startup-error";

/** A program that hangs on gets this long to read its reply when Banwatch stops. */
const STOP_WAIT_MS = 10_000;

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

function stopOnSignal(server: Server): void {
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_WAIT_MS).unref();
    // Live streams never end by themselves, so the runtime ends them, and only then are all connections closed.
    await stopRuntime();
    server.closeAllConnections();
    await closed;
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

/**
 * Takes the port. Until {@link OpenServer.serve} has the application ready, every request is answered with 503.
 *
 * The port comes first, so that a second Banwatch by mistake neither builds nor touches the data.
 *
 * @throws {StartupError} when the address can't be listened on
 */
export async function openServer(port: number, host: string): Promise<OpenServer> {
  let handle: RequestListener = (_request, response) => {
    response.writeHead(503, { "retry-after": "5", "content-type": "text/plain" }).end("Banwatch is starting.\n");
  };
  const server = createServer((request, response) => {
    // Whatever a caller wrote there is replaced by what the connection says.
    request.headers[PEER_ADDRESS_HEADER] = request.socket.remoteAddress ?? "";
    handle(request, response);
  });
  await listen(server, port, host);
  return {
    serve: async (folder) => {
      const app = next({ dev: false, dir: folder, hostname: host, port });
      await app.prepare();
      handle = app.getRequestHandler();
      stopOnSignal(server);
    },
  };
}
