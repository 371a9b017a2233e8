import type { ResolvedOptions } from "@/lib/sandbox/options";
import type { JsonObject } from "@/lib/sandbox/reply";
import { makeSolution, makeUuid, type SolutionKind } from "@/lib/sandbox/solutions";

/** A failure that shows when the result is asked for; the task is not charged then. */
export interface TaskFailure {
  readonly code: string;
  readonly description?: string;
}

export interface NewTask {
  readonly clientKey: string;
  readonly priceMicros: number;
  readonly readyMs: number;
  readonly solutionKind: SolutionKind;
  readonly failure: TaskFailure | null;
}

export interface SandboxTask extends NewTask {
  readonly id: string | number;
  readonly createdMs: number;
  polls: number;
  /** Made when it is first asked for: most of what is remembered never is. */
  solution: JsonObject | null;
}

type TaskOptions = Pick<ResolvedOptions, "taskIdStyle" | "resultLifetimeSeconds" | "maxRunningTasks" | "random">;

const MAX_RUNNING_KEYS = 10_000;
const PRUNE_EVERY = 1024;

/**
 * The tasks that can still be asked for.
 *
 * A task is forgotten when its lifetime is over, counted from its creation; the table is bounded besides, and the
 * oldest task goes first.
 */
export class Tasks {
  readonly #options: TaskOptions;
  readonly #maxTasks: number;
  /** In order of creation, so that expired tasks are at the front. */
  readonly #tasks = new Map<string, SandboxTask>();
  readonly #failing = new Set<SandboxTask>();
  /** When the running tasks of a key will be done; pruned only when the limit seems reached, and now and then. */
  readonly #runningUntilMs = new Map<string, number[]>();
  #lastIntegerId: number;

  constructor(options: TaskOptions, maxTasks = 100_000) {
    this.#options = options;
    this.#maxTasks = maxTasks;
    this.#lastIntegerId = 700_000_000 + Math.floor(options.random() * 100_000_000);
  }

  /** How many tasks are remembered. */
  get size(): number {
    return this.#tasks.size;
  }

  /** Whether the account may start one more task. */
  hasSlot(clientKey: string, nowMs: number): boolean {
    const untilMs = this.#runningUntilMs.get(clientKey);
    if (!untilMs || untilMs.length < this.#options.maxRunningTasks) return this.#options.maxRunningTasks > 0;
    return this.#countRunning(clientKey, untilMs, nowMs) < this.#options.maxRunningTasks;
  }

  create(task: NewTask, nowMs: number): SandboxTask {
    const created: SandboxTask = { ...task, id: this.#makeId(), createdMs: nowMs, polls: 0, solution: null };
    if (this.#tasks.size >= this.#maxTasks) this.#forgetOldest();
    this.#tasks.set(String(created.id), created);
    if (created.failure) this.#failing.add(created);
    if (created.readyMs > nowMs) this.#addRunning(task.clientKey, created.readyMs, nowMs);
    return created;
  }

  /** The task with this id, if it is this account's and not expired. */
  find(id: string | number, clientKey: string): SandboxTask | undefined {
    const task = this.#tasks.get(String(id));
    return task?.clientKey === clientKey ? task : undefined;
  }

  /** The solution of a task, the same one every time. */
  solve(task: SandboxTask): JsonObject {
    task.solution ??= makeSolution(task.solutionKind, this.#options.random);
    return task.solution;
  }

  /**
   * Forgets what has expired.
   *
   * @returns the tasks whose failure has come due since the last call, to be refunded
   */
  settle(nowMs: number): SandboxTask[] {
    const failed = [...this.#failing].filter((task) => task.readyMs <= nowMs);
    for (const task of failed) this.#failing.delete(task);
    const lifetimeMs = this.#options.resultLifetimeSeconds * 1000;
    for (const [id, task] of this.#tasks) {
      if (nowMs - task.createdMs < lifetimeMs) break;
      this.#tasks.delete(id);
    }
    return failed;
  }

  clear(): void {
    this.#tasks.clear();
    this.#failing.clear();
    this.#runningUntilMs.clear();
  }

  #addRunning(clientKey: string, readyMs: number, nowMs: number): void {
    const untilMs = this.#runningUntilMs.get(clientKey);
    if (untilMs) {
      untilMs.push(readyMs);
      if (untilMs.length % PRUNE_EVERY === 0) this.#countRunning(clientKey, untilMs, nowMs);
      return;
    }
    const oldestKey = this.#runningUntilMs.keys().next().value;
    if (this.#runningUntilMs.size >= MAX_RUNNING_KEYS && oldestKey !== undefined) {
      this.#runningUntilMs.delete(oldestKey);
    }
    this.#runningUntilMs.set(clientKey, [readyMs]);
  }

  /** How many tasks of a key run, forgetting those that are done. */
  #countRunning(clientKey: string, untilMs: readonly number[], nowMs: number): number {
    const running = untilMs.filter((doneMs) => doneMs > nowMs);
    this.#runningUntilMs.set(clientKey, running);
    return running.length;
  }

  #makeId(): string | number {
    if (this.#options.taskIdStyle === "uuid") return makeUuid(this.#options.random);
    this.#lastIntegerId += 1 + Math.floor(this.#options.random() * 40);
    return this.#lastIntegerId;
  }

  #forgetOldest(): void {
    const oldest = this.#tasks.entries().next().value;
    if (!oldest) return;
    this.#tasks.delete(oldest[0]);
  }
}
