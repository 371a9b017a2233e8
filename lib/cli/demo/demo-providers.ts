import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import { CAST, PROVIDER_HABITS, type SimulatedProvider } from "./cast";
import type { DemoState } from "./demo-state";

export type DemoProviders = Readonly<Record<SimulatedProvider, SandboxServer>>;

/** A shorter ban than the real ones, over before anybody is bored. The limit is theirs: the risk gauge knows it. */
const LIMITS = { errorsPerMinuteLimit: 300, banSeconds: 90, unsolvableShare: 0.01 };

async function startOne(provider: SimulatedProvider, port: number): Promise<SandboxServer> {
  const options = { ...LIMITS, ...PROVIDER_HABITS[provider] };
  try {
    return await startSandboxServer({ ...options, port });
  } catch {
    // Somebody else has the port of last time.
    return await startSandboxServer({ ...options, port: 0 });
  }
}

/**
 * Starts the simulated providers on the loopback, each with its habits and its accounts.
 *
 * @param balances what each account has left, by name; the cast's closing balance where nothing is known
 */
export async function startProviders(state: DemoState, balances: ReadonlyMap<string, number>): Promise<DemoProviders> {
  const start = async (provider: SimulatedProvider) => {
    const server = await startOne(provider, state.ports[provider] ?? 0);
    for (const member of CAST) {
      const clientKey = state.keys[member.name];
      if (member.provider !== provider || clientKey === undefined) continue;
      server.provider.addAccount({ clientKey, balance: balances.get(member.name) ?? member.closingBalance });
    }
    return server;
  };
  return {
    "ez-captcha": await start("ez-captcha"),
    yescaptcha: await start("yescaptcha"),
    capmonster: await start("capmonster"),
  };
}

/** The providers of this start know nothing of the last one's bans: those that Banwatch still shows are put back. */
export function restoreBans(providers: DemoProviders, cooldowns: readonly CooldownRecord[], nowMs: number): void {
  for (const { scope, provider, untilMs } of cooldowns) {
    if (scope !== "egress" || untilMs === null || !Object.hasOwn(providers, provider)) continue;
    providers[provider as SimulatedProvider].provider.banAddress(Math.max(1, Math.ceil((untilMs - nowMs) / 1_000)));
  }
}
