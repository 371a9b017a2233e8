import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";

/** The simulated provider inside this process, started by the first account that needs it. */
export interface SandboxHost {
  getOrigin(): Promise<string>;
  /** Lifts the ban of a key, as a provider's support would. Does nothing where the sandbox does not know it. */
  unbanKey(clientKey: string): Promise<void>;
  close(): Promise<void>;
}

/** Whether calls go to the simulated provider inside; an account with an address of its own leads elsewhere. */
export const isBuiltInSandbox = ({ provider, providerHost }: { provider: string; providerHost: string }): boolean =>
  provider === "sandbox" && providerHost === "sandbox";

export function createSandboxHost(): SandboxHost {
  let server: Promise<SandboxServer> | null = null;
  return {
    getOrigin: async () => {
      server ??= startSandboxServer({ autoAccounts: true });
      return (await server).origin;
    },
    unbanKey: async (clientKey) => {
      try {
        (await server)?.provider.unbanKey(clientKey);
      } catch (error) {
        // It does not know the key.
        if (!(error instanceof RangeError)) throw error;
      }
    },
    close: async () => {
      await (await server)?.close();
    },
  };
}
