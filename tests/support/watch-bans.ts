import type { SandboxProvider } from "@/lib/sandbox/provider";

/** A call as the simulated provider received it. */
export interface SeenCall {
  readonly atMs: number;
  readonly method: string;
  /** Whether its address was banned when it came. */
  readonly wasBanned: boolean;
  /** Whether it began a ban, or began the time of one anew. */
  readonly begins: "ban" | "ban-anew" | null;
}

/** A time during which the provider really had the address banned. */
export interface SeenBan {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface BanWatch {
  calls(): readonly SeenCall[];
  /** The oldest first; one that was begun anew again and again is one. */
  bans(): readonly SeenBan[];
}

/**
 * Listens at a provider's door: every call from now on, and what it did to the ban of its address. The provider's own
 * answers and state are what is told; nothing is changed.
 */
export function watchBans(provider: SandboxProvider): BanWatch {
  const calls: SeenCall[] = [];
  const bans: SeenBan[] = [];
  let lastBegunAtMs = Number.NEGATIVE_INFINITY;
  const handle = provider.handle.bind(provider);
  provider.handle = (request) => {
    const atMs = Date.now();
    const before = provider.addressBannedUntilMs(request.callerAddress);
    const reply = handle(request);
    const after = provider.addressBannedUntilMs(request.callerAddress);
    // Of two calls within a millisecond the second begins it at the same instant: its end shows nothing of that.
    const isBegun = after !== null && (after !== before || atMs - lastBegunAtMs <= 1);
    if (isBegun) {
      lastBegunAtMs = atMs;
      const fromMs = before === null ? atMs : (bans.pop()?.fromMs ?? atMs);
      bans.push({ fromMs, untilMs: after });
    }
    const begins = !isBegun ? null : before === null ? "ban" : "ban-anew";
    calls.push({ atMs, method: request.method, wasBanned: before !== null, begins });
    return reply;
  };
  return { calls: () => [...calls], bans: () => [...bans] };
}
