import { setTimeout as sleep } from "node:timers/promises";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import type { Job } from "../cast";
import type { Program } from "../programs";
import { between, pickWeighted } from "../seeded-random";
import type { Caller } from "./caller";

const POLL_MS = 3_000;
const MAX_POLLS = 20;
const BALANCE_EVERY_MS = 75_000;

type Task = Record<string, unknown>;

/** A program, and what its account has solved. */
export interface ProgramAtWork {
  readonly program: Program;
  readonly jobs: readonly [Job, ...Job[]];
}

const goodTask = ({ taskType, targetHost }: Job): Task => ({
  type: taskType,
  websiteURL: `https://${targetHost}/`,
  websiteKey: VALID_SITE_KEY,
  websitePublicKey: VALID_SITE_KEY,
  ...(taskType.startsWith("ImageToText") ? { body: "iVBORw0KGgo=" } : {}),
});

const GOOD_TASKS = { weight: 960, of: goodTask };

/** The mistakes that programs make, and how often compared to tasks without any. */
const MISTAKES = [
  { weight: 14, of: (job: Job) => ({ ...goodTask(job), websiteKey: "6Le-missing-half", websitePublicKey: "short" }) },
  { weight: 8, of: (job: Job) => ({ ...goodTask(job), websiteURL: `//${job.targetHost}` }) },
  { weight: 8, of: (job: Job) => ({ ...goodTask(job), websiteKey: "", websitePublicKey: "", body: "" }) },
  { weight: 4, of: (job: Job) => ({ ...goodTask(job), type: "GeeTestTaskProxyless" }) },
] as const;

/** The share of polls for a task of yesterday. */
const STALE_POLLS = 0.008;

const tasksOf = ({ mistakes }: Program) =>
  [GOOD_TASKS, ...MISTAKES.map(({ weight, of }) => ({ weight: weight * mistakes, of }))] as const;

async function solveOne(
  { program, jobs }: ProgramAtWork,
  caller: Caller,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const task = pickWeighted(tasksOf(program), random).of(pickWeighted(jobs, random));
  const created = await caller.call("createTask", { task });
  if (created.taskId === null || created.status === "ready") return;
  for (let polls = 0; polls < MAX_POLLS; polls += 1) {
    await sleep(POLL_MS, undefined, { signal });
    const taskId = random() < STALE_POLLS ? 699_000_000 + Math.floor(random() * 1e6) : created.taskId;
    const { errorCode, status } = await caller.call("getTaskResult", { taskId });
    if (errorCode !== null || status === "ready") return;
  }
}

/** One of a program's workers: a task after the other until the signal aborts. */
export async function runWorker(
  work: ProgramAtWork,
  caller: Caller,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await solveOne(work, caller, random, signal);
    await sleep(between(0.2, 1.8, random) * work.program.restSeconds * 1_000, undefined, { signal });
  }
}

/** A program's look at its balance, now and then. */
export async function watchBalance(caller: Caller, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await caller.call("getBalance", {});
    await sleep(BALANCE_EVERY_MS, undefined, { signal });
  }
}

/** So often that it is at the provider's limit in half a minute. */
const CARELESS_POLL_MS = 80;
/** Once it is banned its library slows down, and that is all it does. */
const BANNED_POLL_MS = 400;

/**
 * A program that never looks at errors and asks for tasks that are long gone, a new one each time. Somebody stops it a
 * while after it was banned.
 *
 * @param limits how many calls it makes at most before the ban, and during it
 */
export async function pollCarelessly(
  caller: Caller,
  limits: { readonly before: number; readonly during: number },
  signal: AbortSignal,
): Promise<void> {
  let isBanned = false;
  for (let before = 0, during = 0; before < limits.before && during < limits.during; ) {
    const { errorCode } = await caller.callAnyway("getTaskResult", { taskId: 699_000_001 + before });
    isBanned ||= errorCode === "ERROR_IP_BANNED";
    if (isBanned) during += 1;
    else before += 1;
    await sleep(isBanned ? BANNED_POLL_MS : CARELESS_POLL_MS, undefined, { signal });
  }
}

const RUNAWAY_POLL_MS = 1_000;

/** What a widely used library does after a failed `createTask`: it asks for the result of no task, for ever. */
export async function pollNoTask(caller: Caller, calls: number, signal: AbortSignal): Promise<void> {
  for (let count = 0; count < calls; count += 1) {
    await caller.callAnyway("getTaskResult", {});
    await sleep(RUNAWAY_POLL_MS, undefined, { signal });
  }
}

const UNPAID_EVERY_MS = 1_500;

/** A program that wants tasks solved, whether or not there is money to pay for them. */
export async function createUnpaid(
  { jobs }: Pick<ProgramAtWork, "jobs">,
  caller: Caller,
  calls: number,
  signal: AbortSignal,
): Promise<void> {
  for (let count = 0; count < calls; count += 1) {
    await caller.callAnyway("createTask", { task: goodTask(jobs[0]) });
    await sleep(UNPAID_EVERY_MS, undefined, { signal });
  }
}
