import { type MethodCall, type MethodOutcome, type ProviderState, refuse } from "@/lib/sandbox/method-call";

/**
 * `getTaskResult`: "processing" until the task is done, then its solution, as often as it is asked for.
 *
 * A task that is unknown, expired, another account's, or polled more often than allowed is ERROR_TASKID_INVALID.
 */
export function getTaskResult({ account, body, nowMs }: MethodCall, { options, tasks }: ProviderState): MethodOutcome {
  const { taskId } = body;
  if (taskId === undefined || taskId === null || taskId === "") {
    return refuse("ERROR_REQUIRED_FIELDS", { field: "taskId" });
  }
  if (typeof taskId !== "string" && typeof taskId !== "number") return refuse("ERROR_TASKID_INVALID");
  const task = tasks.find(taskId, account.clientKey);
  if (!task) return refuse("ERROR_TASKID_INVALID");
  task.polls += 1;
  if (task.polls > options.pollsPerTaskLimit) return refuse("ERROR_TASKID_INVALID");
  if (nowMs < task.readyMs) return { kind: "done", fields: { status: "processing" } };
  if (task.failure) return refuse(task.failure.code, { description: task.failure.description });
  return { kind: "done", fields: { status: "ready", solution: tasks.solve(task) } };
}
