import { writeSync } from "node:fs";
import { openAlertWorld, type WatchedStep } from "./alert-world";
import { until } from "./until";

/**
 * Lets bans begin and end, tells of them, and is killed, as by a power cut, when a step was done for the nth time; with
 * the step "none" it ends what runs, and goes when nothing waits. Run as a program; begins at the first byte it is sent.
 */
const [dataDir = "", url = "", secret = "", step = "none", nth = "1"] = process.argv.slice(2);

type Step = WatchedStep | "begun" | "ended" | "missed";
let times = 0;
const onStep = (done: Step) => {
  if (done === step) times += 1;
  if (times === Number(nth)) process.kill(process.pid, "SIGKILL");
};
/** Before anything may kill it: what was told to a program counts. */
const tell = (line: string) => writeSync(1, `${line}\n`);

/** The second ban of a host is one that came back. */
const BANS_PER_HOST = 2;
const HOSTS_AT_ONCE = 3;
const MAX_TICKS = 100;

await new Promise((resolve) => process.stdin.once("data", resolve));
const world = await openAlertWorld({ dataDir, onStep });
if (world.alerts.provisioned.channels.list().length === 0) await world.addWebhook("receiver", { url, secret });
await world.alerts.start();

const isRunning = (host: string) => world.cooldowns.get(host)?.at(-1)?.endedAtMs === null;
const begin = async (host: string) => {
  const record = await world.begin(host);
  tell(`began ${record.id} ${host}`);
  onStep("begun");
  if (step === "missed") {
    // Over before anybody looked: only what is written tells of it.
    const ended = await world.end(host);
    onStep("missed");
    world.note(record);
    world.note(ended);
  } else world.note(record);
};
const end = async (host: string) => {
  const record = await world.end(host);
  onStep("ended");
  world.note(record);
};

async function tick(): Promise<void> {
  const unfinished = [...world.cooldowns].filter(([host, bans]) => bans.length < BANS_PER_HOST || isRunning(host));
  const hosts = unfinished.map(([host]) => host).slice(0, HOSTS_AT_ONCE);
  if (hosts.length < HOSTS_AT_ONCE) hosts.push(`provider-${world.cooldowns.size}.test`);
  for (const host of hosts) await (isRunning(host) ? end(host) : begin(host));
}

if (step === "none") {
  for (const host of world.cooldowns.keys()) if (isRunning(host)) await end(host);
  const openCount = async () => (await world.alerts.services.incidents.listOpen()).incidents.length;
  await until(
    "nothing is open, nothing waits",
    async () => (await openCount()) === 0 && (await world.isIdle()),
    30_000,
  );
  await world.close();
  process.exit(0);
} else {
  for (let ticks = 0; ticks < MAX_TICKS; ticks += 1) {
    await tick();
    // Short enough that a begin and its end share a message, and long enough that they do not.
    await new Promise((resolve) => setTimeout(resolve, ticks % 2 === 0 ? 40 : 350));
  }
  process.exit(3);
}
