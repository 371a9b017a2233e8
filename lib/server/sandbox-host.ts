import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";

/** The simulated provider inside this process, started by the first account that needs it. */
export interface SandboxHost {
  getOrigin(): Promise<string>;
  close(): Promise<void>;
}

export function createSandboxHost(): SandboxHost {
  let server: Promise<SandboxServer> | null = null;
  return {
    getOrigin: async () => {
      server ??= startSandboxServer({ autoAccounts: true });
      return (await server).origin;
    },
    close: async () => {
      await (await server)?.close();
    },
  };
}
