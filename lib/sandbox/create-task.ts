import { type MethodCall, type MethodOutcome, type ProviderState, refuse } from "@/lib/sandbox/method-call";
import { dropConnection, gatewayPage, type JsonObject } from "@/lib/sandbox/reply";
import {
  findMissingField,
  findTaskType,
  hasValidSiteKey,
  hasValidSiteUrl,
  type TaskType,
} from "@/lib/sandbox/task-types";
import type { TaskFailure } from "@/lib/sandbox/tasks";
import { readTestCard } from "@/lib/sandbox/test-cards";

/**
 * `createTask`: checks in the order in which a provider can know about them, then charges and starts the task.
 *
 * A test card in `websiteURL` decides before every check of the task itself. A task of a synchronous type comes back
 * solved. Nothing is charged for a refused task.
 */
export function createTask(call: MethodCall, state: ProviderState): MethodOutcome {
  const { task } = call.body;
  if (typeof task !== "object" || task === null || Array.isArray(task)) {
    return refuse("ERROR_REQUIRED_FIELDS", { field: "task" });
  }
  const fields = task as JsonObject;
  const card = readTestCard(fields.websiteURL);
  switch (card.kind) {
    case "none":
      return startTask(call, state, fields, null);
    case "failed-result":
      return startTask(call, state, fields, card);
    case "slow": {
      const outcome = startTask(call, state, fields, null);
      return outcome.kind === "done" ? { ...outcome, delayMs: card.delayMs } : outcome;
    }
    case "gateway-page":
      return { kind: "broken", reply: gatewayPage(card.status) };
    case "drop":
      return { kind: "broken", reply: dropConnection(card.when) };
    case "error":
      return refuse(card.code, { description: card.description, startsBan: banOf(card.code, card.seconds, state) });
  }
}

function banOf(code: string, seconds: number | undefined, { options }: ProviderState) {
  if (code === "ERROR_IP_BANNED") return { of: "address" as const, seconds: seconds ?? options.banSeconds };
  // Only support lifts the ban of a key, unless the card sets an end.
  if (code === "ERROR_KEY_BANNED") return { of: "key" as const, seconds: seconds ?? Number.POSITIVE_INFINITY };
  return undefined;
}

function startTask(
  { account, nowMs }: MethodCall,
  state: ProviderState,
  task: JsonObject,
  plannedFailure: TaskFailure | null,
): MethodOutcome {
  const { accounts, tasks } = state;
  if (typeof task.type !== "string" || task.type.trim() === "") {
    return refuse("ERROR_REQUIRED_FIELDS", { field: "type" });
  }
  const taskType = findTaskType(task.type);
  if (!taskType) return refuse("ERROR_TASK_NOT_SUPPORTED");
  const priceMicros = accounts.priceMicros(taskType.pricePoints);
  if (account.balanceMicros < priceMicros) return refuse("ERROR_ZERO_BALANCE", { weight: "empty-balance" });
  const missing = findMissingField(taskType, task);
  if (missing) return refuse("ERROR_REQUIRED_FIELDS", { field: missing });
  if (!hasValidSiteUrl(taskType, task)) return refuse("INVALID_RECAPTCHA_SITEURL");
  if (!hasValidSiteKey(taskType, task)) return refuse("ERROR_RECAPTCHA_INVALID_SITEKEY");
  if (!taskType.isSynchronous && !tasks.hasSlot(account.clientKey, nowMs)) return refuse("ERROR_NO_SLOT_AVAILABLE");

  account.balanceMicros -= priceMicros;
  const created = tasks.create(
    {
      clientKey: account.clientKey,
      priceMicros,
      readyMs: nowMs + drawDurationMs(taskType, state),
      solutionKind: taskType.solution,
      failure: plannedFailure ?? drawFailure(taskType, state),
    },
    nowMs,
  );
  if (!taskType.isSynchronous) return { kind: "done", fields: { taskId: created.id } };
  return { kind: "done", fields: { taskId: created.id, status: "ready", solution: tasks.solve(created) } };
}

function drawDurationMs(taskType: TaskType, { options }: ProviderState): number {
  if (taskType.isSynchronous) return 0;
  const [minSeconds, maxSeconds] = options.taskSeconds;
  return Math.round((minSeconds + options.random() * (maxSeconds - minSeconds)) * 1000);
}

function drawFailure(taskType: TaskType, { options }: ProviderState): TaskFailure | null {
  if (taskType.isSynchronous || options.unsolvableShare === 0) return null;
  return options.random() < options.unsolvableShare ? { code: "ERROR_CAPTCHA_UNSOLVABLE" } : null;
}
