import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { CAST } from "../cast";
import type { DemoProviders } from "../demo-providers";
import { type Program, type ProgramLabel, programsOf } from "../programs";
import { createCaller } from "./caller";
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
 * @param proxyKeys what the programs send instead that have a proxy key, by label
 * @returns a function that stops everything at once; it may be called again
 */
export function startTraffic(parts: {
  readonly origin: string;
  readonly keys: ReadonlyMap<string, string>;
  readonly proxyKeys: Readonly<Record<string, string>>;
  readonly providers: DemoProviders;
  readonly random: () => number;
}): () => void {
  const { origin, keys, proxyKeys, providers, random } = parts;
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const stop = new AbortController();
  // Every worker waits on it; Node takes more than ten listeners for a leak unless told.
  setMaxListeners(0, stop.signal);
  const pauses = createPauses(Date.now);
  const clientKeyOf = ({ key, label, account }: Program) =>
    (key === "proxy-key" ? proxyKeys[label] : keys.get(account)) ?? "";
  const programs = CAST.flatMap(({ name, provider, jobs }) =>
    programsOf(name).map((program) => ({
      program,
      jobs,
      caller: createCaller({
        pool,
        clientKey: clientKeyOf(program),
        account: name,
        provider,
        pauses,
        signal: stop.signal,
      }),
    })),
  );
  const programOf = (label: ProgramLabel) => {
    const found = programs.find(({ program }) => program.label === label);
    if (found === undefined) throw new RangeError(`no program is called ${label}`);
    return found;
  };

  const doings: Promise<void>[] = [
    playScenes({ providers, programOf, keyOf: (account) => keys.get(account) ?? "" }, stop.signal),
    makeFaults(providers, random, stop.signal),
    topUp(providers, keys, stop.signal),
  ];
  for (const { caller, ...work } of programs) {
    if (work.program.watchesBalance) doings.push(watchBalance(caller, stop.signal));
    for (let worker = 0; worker < work.program.workers; worker += 1) {
      doings.push(runWorker(work, caller, random, stop.signal));
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
