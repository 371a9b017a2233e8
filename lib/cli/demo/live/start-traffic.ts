import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { CAST, type CastMember, type CastName } from "../cast";
import type { DemoProviders } from "../demo-providers";
import { type Caller, createCaller } from "./caller";
import { createPauses } from "./pauses";
import { runWorker, watchBalance } from "./program";
import { makeFault } from "./provider-faults";
import { playScenes } from "./scenes";

const CONNECTIONS = 16;
const FAULT_EVERY_MS = 12_000;
const LOOK_EVERY_MS = 20_000;
/** An account is left empty for so many looks, that there is something to see, and then topped up. */
const EMPTY_LOOKS = 6;

/** The person with the money: tops up what has been empty for a while. */
async function topUp(providers: DemoProviders, keys: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
  const emptyLooks = new Map<string, number>();
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal });
    for (const member of CAST) {
      const clientKey = keys.get(member.name);
      if (member.provider === "sandbox" || clientKey === undefined) continue;
      const { provider } = providers[member.provider];
      // Twice the price, because some of its tasks cost more than the usual.
      const isEmpty = provider.getBalance(clientKey) < 2 * member.pricePerTask;
      const looks = isEmpty ? (emptyLooks.get(member.name) ?? 0) + 1 : 0;
      emptyLooks.set(member.name, looks);
      if (looks >= EMPTY_LOOKS) provider.setBalance(clientKey, member.fullBalance);
    }
  }
}

/** Lets a good call fail now and then, at one provider after the other. */
async function makeFaults(providers: DemoProviders, random: () => number, signal: AbortSignal): Promise<void> {
  const servers = Object.values(providers);
  for (let turn = 0; ; turn += 1) {
    await sleep(FAULT_EVERY_MS, undefined, { signal });
    const server = servers[turn % servers.length];
    if (server !== undefined) makeFault(server.provider, random);
  }
}

/**
 * Starts the programs of the cast, and what happens to them.
 *
 * @param origin Banwatch's own address
 * @param keys the `clientKey` of each account, by name
 * @returns a function that stops everything at once; it may be called again
 */
export function startTraffic(parts: {
  readonly origin: string;
  readonly keys: ReadonlyMap<string, string>;
  readonly providers: DemoProviders;
  readonly random: () => number;
}): () => void {
  const { origin, keys, providers, random } = parts;
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const stop = new AbortController();
  // Every worker waits on it; Node takes more than ten listeners for a leak unless told.
  setMaxListeners(0, stop.signal);
  const pauses = createPauses(Date.now);
  const callerFor = (member: CastMember): Caller =>
    createCaller({
      pool,
      clientKey: keys.get(member.name) ?? "",
      account: member.name,
      provider: member.provider,
      pauses,
      signal: stop.signal,
    });
  const callerOf = (name: CastName) => callerFor(CAST.find((member) => member.name === name) ?? CAST[0]);

  const doings: Promise<void>[] = [
    playScenes(providers, callerOf, stop.signal),
    makeFaults(providers, random, stop.signal),
    topUp(providers, keys, stop.signal),
  ];
  for (const member of CAST) {
    const caller = callerFor(member);
    doings.push(watchBalance(caller, stop.signal));
    for (let worker = 0; worker < member.workers; worker += 1) {
      doings.push(runWorker(member, caller, random, stop.signal));
    }
  }
  // Each of them ends by the signal alone, with a rejection that says so.
  for (const doing of doings) {
    doing.catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  }
  return () => {
    if (stop.signal.aborted) return;
    stop.abort();
    void pool.destroy();
  };
}
