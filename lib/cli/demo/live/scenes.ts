import { setTimeout as sleep } from "node:timers/promises";
import type { SimulatedProvider } from "../cast";
import type { DemoProviders } from "../demo-providers";
import type { ProgramLabel } from "../programs";
import type { Caller } from "./caller";
import { pollCarelessly } from "./program";

/** Something that is worth looking at; the demo plays one after the other. */
type Scene =
  | { readonly kind: "careless-poller"; readonly program: ProgramLabel }
  | { readonly kind: "shortage"; readonly provider: SimulatedProvider }
  | { readonly kind: "gateway"; readonly provider: SimulatedProvider };

/** The poller comes first, because it ends in a ban, and a ban is what a newcomer should see. */
const SCENES: readonly Scene[] = [
  { kind: "careless-poller", program: "outlet-crawler" },
  { kind: "shortage", provider: "yescaptcha" },
  { kind: "careless-poller", program: "resale-monitor" },
  { kind: "gateway", provider: "capmonster" },
  { kind: "careless-poller", program: "link-checker" },
  { kind: "shortage", provider: "ez-captcha" },
];

const FIRST_AFTER_MS = 8_000;
const BETWEEN_MS = 130_000;
const SHORTAGE_MS = 60_000;
const GATEWAY_MS = 15_000;
const MAX_CARELESS_CALLS = 120;

async function play(
  scene: Scene,
  providers: DemoProviders,
  callerOf: (program: ProgramLabel) => Caller,
  signal: AbortSignal,
): Promise<void> {
  if (scene.kind === "careless-poller") {
    await pollCarelessly(callerOf(scene.program), MAX_CARELESS_CALLS, signal);
    return;
  }
  const { provider } = providers[scene.provider];
  if (scene.kind === "shortage") {
    const untilMs = Date.now() + SHORTAGE_MS;
    provider.storm({ code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask", share: 0.7, untilMs });
    return;
  }
  provider.startOutage("gateway");
  await sleep(GATEWAY_MS, undefined, { signal }).finally(() => provider.stopOutage());
}

/** Plays the scenes in turn until the signal aborts. */
export async function playScenes(
  providers: DemoProviders,
  callerOf: (program: ProgramLabel) => Caller,
  signal: AbortSignal,
): Promise<void> {
  await sleep(FIRST_AFTER_MS, undefined, { signal });
  for (let turn = 0; !signal.aborted; turn += 1) {
    const scene = SCENES[turn % SCENES.length];
    if (scene !== undefined) await play(scene, providers, callerOf, signal);
    await sleep(BETWEEN_MS, undefined, { signal });
  }
}
