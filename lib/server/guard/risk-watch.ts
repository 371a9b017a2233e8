import {
  type BanRiskReading,
  readRisk,
  type Shedding,
  shedsFrom,
  stepWarning,
  whatToShed,
} from "@/lib/domain/ban-risk";
import { addToWindow, advanceWindow, EMPTY_WINDOW, type MinuteWindow, msUntilBelow } from "@/lib/domain/minute-window";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";
import { createEventId } from "../event-id";
import type { RiskWarningStore } from "../store/risk-warnings";
import { createRecencyMap, type RecencyMap } from "./recency-map";

/** An error of the provider itself: one that counts towards a ban. */
export interface RiskyError {
  readonly providerHost: string;
  readonly provider: ProviderId;
  readonly accountId: string;
  /** Null for the account's own key. */
  readonly proxyKeyId: string | null;
  readonly atMs: number;
}

/** How near an address is to being banned, by ids. */
export interface RiskRecord extends BanRiskReading {
  readonly providerHost: string;
  readonly provider: ProviderId;
  /** In the last 60 seconds. */
  readonly errors: number;
  readonly limit: number;
  readonly shedding: Shedding;
  /** Calls shed in the last 60 seconds. */
  readonly shed: number;
  /** Who causes most of the errors; null without any. */
  readonly leader: {
    readonly accountId: string;
    readonly proxyKeyId: string | null;
    readonly errors: number;
  } | null;
}

export interface RiskWatch {
  /** Counts an error. Finds the moment for a warning as well, and stores it in the background. */
  noteError(error: RiskyError): void;
  /** Milliseconds until the window has room again when this method is to be shed now, null when the call may go. */
  shed(call: { providerHost: string; provider: ProviderId; method: string }, nowMs: number): number | null;
  /** That a call was shed. */
  noteShed(providerHost: string, nowMs: number): void;
  /** One for each address that had errors of late. */
  list(nowMs: number): readonly RiskRecord[];
  /** Stops telling of changes. */
  close(): void;
}

interface Causer {
  readonly accountId: string;
  readonly proxyKeyId: string | null;
  readonly window: MinuteWindow;
}

interface Host {
  readonly providerHost: string;
  provider: ProviderId;
  errors: MinuteWindow;
  shed: MinuteWindow;
  mayWarn: boolean;
  readonly causers: RecencyMap<Causer>;
}

const MAX_HOSTS = 10_000;
const MAX_CAUSERS_PER_HOST = 1_000;
/** The figures change with every error and fall by themselves; a gauge needs them once a second. */
const TELL_EVERY_MS = 1_000;

/**
 * Counts the provider's errors of the last minute for each address, in memory: a restart begins with none, as no minute is
 * worth a write for each error.
 *
 * @param parts.isShedding whether calls are shed at all
 * @param parts.onChange told when a figure changed, at most once a second
 * @param parts.onSaveFailed told when a warning could not be stored
 */
export function createRiskWatch(parts: {
  readonly warnings: Pick<RiskWarningStore, "add">;
  readonly isShedding: () => boolean;
  readonly now: () => number;
  readonly onChange: () => void;
  readonly onSaveFailed: (error: unknown) => void;
}): RiskWatch {
  const hosts = createRecencyMap<Host>(MAX_HOSTS);
  let timer: NodeJS.Timeout | null = null;
  let hasChanged = false;
  let isClosed = false;

  const limitOf = (provider: ProviderId) => getPreset(provider).errorsPerMinuteLimit;

  const hostOf = (providerHost: string, provider: ProviderId): Host => {
    const host = hosts.get(providerHost) ?? {
      providerHost,
      provider,
      errors: EMPTY_WINDOW,
      shed: EMPTY_WINDOW,
      mayWarn: true,
      causers: createRecencyMap<Causer>(MAX_CAUSERS_PER_HOST),
    };
    host.provider = provider;
    hosts.set(providerHost, host);
    return host;
  };

  /** What is over leaves the windows. @returns how many are still in them */
  const advanceAll = (nowMs: number): number => {
    let left = 0;
    for (const host of hosts.values()) {
      const before = host.errors.count + host.shed.count;
      host.errors = advanceWindow(host.errors, nowMs);
      host.shed = advanceWindow(host.shed, nowMs);
      const after = host.errors.count + host.shed.count;
      if (after !== before) hasChanged = true;
      left += after;
    }
    return left;
  };

  const tick = (): void => {
    const left = advanceAll(parts.now());
    const isDue = hasChanged;
    hasChanged = false;
    if (left === 0) stop();
    if (isDue) parts.onChange();
  };

  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };

  const noteChange = (): void => {
    hasChanged = true;
    if (timer !== null || isClosed) return;
    timer = setInterval(tick, TELL_EVERY_MS);
    timer.unref();
  };

  const warnWhenDue = (host: Host, atMs: number): void => {
    const limit = limitOf(host.provider);
    const { isArmed, isDue } = stepWarning(host.mayWarn, host.errors.count, limit);
    host.mayWarn = isArmed;
    if (!isDue) return;
    const { provider, providerHost } = host;
    const errors = host.errors.count;
    const id = createEventId(atMs);
    const warning = { id, atMs, provider, providerHost, errors, errorsPerMinuteLimit: limit };
    parts.warnings.add(warning).then(noteChange, parts.onSaveFailed);
  };

  const countCauser = ({ causers }: Host, { accountId, proxyKeyId, atMs }: RiskyError): void => {
    const key = `${accountId} ${proxyKeyId ?? ""}`;
    const window = addToWindow(causers.get(key)?.window ?? EMPTY_WINDOW, atMs);
    causers.set(key, { accountId, proxyKeyId, window });
  };

  const leaderOf = ({ causers }: Host, nowMs: number): RiskRecord["leader"] => {
    let leader: RiskRecord["leader"] = null;
    for (const { accountId, proxyKeyId, window } of causers.values()) {
      const errors = advanceWindow(window, nowMs).count;
      if (errors > (leader?.errors ?? 0)) leader = { accountId, proxyKeyId, errors };
    }
    return leader;
  };

  return {
    noteError: (error) => {
      const host = hostOf(error.providerHost, error.provider);
      // Between two errors the count only falls, so its lowest is right before the next one.
      host.errors = advanceWindow(host.errors, error.atMs);
      warnWhenDue(host, error.atMs);
      host.errors = addToWindow(host.errors, error.atMs);
      warnWhenDue(host, error.atMs);
      countCauser(host, error);
      noteChange();
    },
    shed: ({ providerHost, provider, method }, nowMs) => {
      if (!parts.isShedding()) return null;
      const host = hosts.get(providerHost);
      if (host === undefined) return null;
      host.errors = advanceWindow(host.errors, nowMs);
      const waitMs = msUntilBelow(host.errors, shedsFrom(method, limitOf(provider)), nowMs);
      return waitMs === 0 ? null : waitMs;
    },
    noteShed: (providerHost, nowMs) => {
      const host = hosts.get(providerHost);
      if (host === undefined) return;
      host.shed = addToWindow(host.shed, nowMs);
      noteChange();
    },
    list: (nowMs) =>
      [...hosts.values()].map((host) => {
        const errors = advanceWindow(host.errors, nowMs).count;
        const limit = limitOf(host.provider);
        return {
          providerHost: host.providerHost,
          provider: host.provider,
          errors,
          limit,
          ...readRisk(errors, limit),
          shedding: parts.isShedding() ? whatToShed(errors, limit) : "none",
          shed: advanceWindow(host.shed, nowMs).count,
          leader: leaderOf(host, nowMs),
        };
      }),
    close: () => {
      isClosed = true;
      stop();
    },
  };
}
