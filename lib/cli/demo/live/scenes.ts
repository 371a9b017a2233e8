import { setTimeout as sleep } from "node:timers/promises";
import type { CastName, SimulatedProvider } from "../cast";
import type { DemoProviders } from "../demo-providers";
import type { ProgramLabel } from "../programs";
import type { Caller } from "./caller";
import { createUnpaid, type ProgramAtWork, pollCarelessly, pollNoTask } from "./program";

/** Something that is worth looking at; the demo plays one after the other. */
type Scene =
  | { readonly kind: "careless-poller" | "runaway"; readonly program: ProgramLabel }
  | {
      readonly kind: "empty";
      readonly provider: SimulatedProvider;
      readonly account: CastName;
      readonly program: ProgramLabel;
    }
  | { readonly kind: "shortage" | "gateway"; readonly provider: SimulatedProvider };

/**
 * The poller comes first, because it ends in a ban, and a ban is what a newcomer should see. `link-checker` belongs to the
 * account at which the guard only observes.
 */
const SCENES: readonly Scene[] = [
  { kind: "careless-poller", program: "outlet-crawler" },
  { kind: "empty", provider: "ez-captcha", account: "checkout-bot", program: "restock-poller" },
  { kind: "runaway", program: "presale-notifier" },
  { kind: "careless-poller", program: "link-checker" },
  { kind: "shortage", provider: "yescaptcha" },
  { kind: "careless-poller", program: "resale-monitor" },
  { kind: "gateway", provider: "capmonster" },
];

const FIRST_AFTER_MS = 8_000;
const BETWEEN_MS = 100_000;
const SHORTAGE_MS = 60_000;
const GATEWAY_MS = 15_000;
/** More than the provider's limit, and then for three quarters of a minute. */
const CARELESS_CALLS = { before: 450, during: 110 };
const RUNAWAY_CALLS = 240;
/** Until shortly before somebody tops the account up. */
const UNPAID_CALLS = 75;

/** What a scene can lay hands on. */
export interface Stage {
  readonly providers: DemoProviders;
  /** The `clientKey` of an account. */
  readonly keyOf: (account: CastName) => string;
  readonly programOf: (label: ProgramLabel) => ProgramAtWork & { readonly caller: Caller };
}

async function play(scene: Scene, { providers, keyOf, programOf }: Stage, signal: AbortSignal): Promise<void> {
  switch (scene.kind) {
    case "careless-poller":
      return pollCarelessly(programOf(scene.program).caller, CARELESS_CALLS, signal);
    case "runaway":
      return pollNoTask(programOf(scene.program).caller, RUNAWAY_CALLS, signal);
    case "empty": {
      providers[scene.provider].provider.setBalance(keyOf(scene.account), 0);
      const work = programOf(scene.program);
      return createUnpaid(work, work.caller, UNPAID_CALLS, signal);
    }
    case "shortage": {
      const untilMs = Date.now() + SHORTAGE_MS;
      const storm = { code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask", share: 0.7, untilMs };
      return providers[scene.provider].provider.storm(storm);
    }
    case "gateway": {
      const { provider } = providers[scene.provider];
      provider.startOutage("gateway");
      return sleep(GATEWAY_MS, undefined, { signal }).finally(() => provider.stopOutage());
    }
  }
}

/** Plays the scenes in turn until the signal aborts. */
export async function playScenes(stage: Stage, signal: AbortSignal): Promise<void> {
  await sleep(FIRST_AFTER_MS, undefined, { signal });
  for (let turn = 0; !signal.aborted; turn += 1) {
    const scene = SCENES[turn % SCENES.length];
    if (scene !== undefined) await play(scene, stage, signal);
    await sleep(BETWEEN_MS, undefined, { signal });
  }
}
