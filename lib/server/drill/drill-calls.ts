import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { TEST_CARD_HOST } from "@/lib/sandbox/test-cards";
import type { ProviderCall } from "../proxy/provider-call";
import type { DrillMove } from "./drill-script";

/** What the careless program gets wrong, in turn. None of these counts as a call on an empty balance. */
const MISTAKES = [
  "ERROR_TASKID_INVALID",
  "ERROR_NO_SLOT_AVAILABLE",
  "ERROR_TASKID_INVALID",
  "ERROR_RECAPTCHA_INVALID_SITEKEY",
] as const;

const TASK = {
  type: "ReCaptchaV2TaskProxyless",
  websiteURL: "https://drill.sandbox.invalid/",
  websiteKey: VALID_SITE_KEY,
};

/** A task that nobody has, another one each time: polling one for ever would be a second lesson. */
const noSuchTask = (turn: number) => `00000000-0000-4000-8000-${turn.toString(16).padStart(12, "0")}`;

const cardFor = (path: string) => ({ task: { ...TASK, websiteURL: `https://${TEST_CARD_HOST}/${path}` } });

function describeCall(move: DrillMove, turn: number, banSeconds: number): { method: string; fields: object } | null {
  switch (move) {
    case "mistake": {
      const code = MISTAKES[turn % MISTAKES.length] ?? MISTAKES[0];
      return code === "ERROR_TASKID_INVALID"
        ? { method: "getTaskResult", fields: { taskId: noSuchTask(turn) } }
        : { method: "createTask", fields: cardFor(code) };
    }
    case "ban":
      return { method: "createTask", fields: cardFor(`ERROR_IP_BANNED?seconds=${banSeconds}`) };
    case "impatient":
      // One in four asks for a new task, as a program does that solves several at a time.
      return turn % 4 === 0
        ? { method: "createTask", fields: { task: TASK } }
        : { method: "getTaskResult", fields: { taskId: noSuchTask(turn) } };
    case "task":
      return { method: "createTask", fields: { task: TASK } };
    default:
      return null;
  }
}

/**
 * The call that a move makes, as a program with the account's own key would make it.
 *
 * @param turn counts the calls of the rehearsal
 * @returns null for a move that makes none
 */
export function makeDrillCall(
  move: DrillMove,
  turn: number,
  { clientKey, banSeconds }: { clientKey: string; banSeconds: number },
): ProviderCall | null {
  const call = describeCall(move, turn, banSeconds);
  if (call === null) return null;
  return {
    method: call.method,
    headers: { "content-type": "application/json", "user-agent": "banwatch-drill" },
    body: { kind: "read", bytes: new TextEncoder().encode(JSON.stringify({ clientKey, ...call.fields })) },
    callerAddress: null,
    source: "drill",
  };
}
