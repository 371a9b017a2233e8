import { type SandboxServer, type SandboxServerOptions, startSandboxServer } from "@/lib/sandbox/http-server";
import type { ProviderCall, ProviderReply } from "@/lib/server/proxy/provider-call";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import { makeDataDir, removeDataDir } from "./banwatch-process";
import { TEST_ACTOR } from "./test-actor";

export const CLIENT_KEY = "test-key-0123456789abcdef";

/** Banwatch's parts in this process, in front of a simulated provider: the way of a call without the HTTP door. */
export interface InProcess {
  readonly runtime: Runtime;
  readonly sandbox: SandboxServer;
  readonly dataDir: string;
  readonly accountId: string;
  call(method: string, body: unknown, overrides?: Partial<ProviderCall>): Promise<ProviderReply>;
  close(): Promise<void>;
}

/** What a reply says, as a program reads it. */
export const readReply = (reply: ProviderReply): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(reply.body)) as Record<string, unknown>;

export async function startInProcess(
  options: { variables?: Record<string, string>; sandbox?: SandboxServerOptions; dataDir?: string } = {},
): Promise<InProcess> {
  const dataDir = options.dataDir ?? makeDataDir();
  const sandbox = await startSandboxServer({ errorsPerMinuteLimit: Number.POSITIVE_INFINITY, ...options.sandbox });
  sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000_000 });
  const runtime = await createRuntime({
    BANWATCH_DATA_DIR: dataDir,
    BANWATCH_LOG_LEVEL: "silent",
    // No look-up of Banwatch's own disturbs a count, but for the first.
    BANWATCH_BALANCE_INTERVAL_SECONDS: "86400",
    ...options.variables,
  });
  const account = await runtime.services.accounts.create(
    {
      name: "main",
      provider: "ez-captcha",
      baseUrl: sandbox.origin,
      clientKey: CLIENT_KEY,
      saveUnchecked: true,
    },
    TEST_ACTOR,
  );
  return {
    runtime,
    sandbox,
    dataDir,
    accountId: account.id,
    call: (method, body, overrides) =>
      runtime.handleCall({
        method,
        headers: { "content-type": "application/json" },
        body: {
          kind: "read",
          bytes:
            body instanceof Uint8Array
              ? body
              : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
        },
        callerAddress: "127.0.0.1",
        ...overrides,
      }),
    close: async () => {
      await runtime.close();
      await sandbox.close();
      if (options.dataDir === undefined) removeDataDir(dataDir);
    },
  };
}
