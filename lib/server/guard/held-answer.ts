import type { OwnAnswer } from "../proxy/own-answer";
import type { CooldownRecord } from "../store/cooldowns";

/** A wait without an end of its own is worth a look now and then, by whoever honours `Retry-After`. */
const BLOCKED_RETRY_SECONDS = 300;
/** A probe is under way: its answer is a matter of moments. */
const PROBING_RETRY_SECONDS = 1;

const timeOfDay = (atMs: number) => `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;

const inWords = (seconds: number) => (seconds === 1 ? "1 second" : `${seconds} seconds`);

/** Whole seconds, rounded up, at least one: a client that waits exactly so long must not come too early. */
const secondsUntil = (atMs: number, nowMs: number) => Math.max(1, Math.ceil((atMs - nowMs) / 1_000));

function describeHold(record: CooldownRecord, nowMs: number): { text: string; retryAfterSeconds: number } {
  const { state, scope, code, untilMs, nextProbeAtMs, providerHost } = record;
  const whom = scope === "egress" ? `this server's address at ${providerHost}` : "this account";
  switch (state) {
    case "blocked": {
      const why =
        code === "ERROR_KEY_DOES_NOT_EXIST"
          ? "the provider does not know this account's key. It goes on when the key is replaced, or a person resumes it"
          : "the provider banned this account's key. It goes on when a person resumes it";
      return { text: `${why}.`, retryAfterSeconds: BLOCKED_RETRY_SECONDS };
    }
    case "empty": {
      const retryAfterSeconds = nextProbeAtMs === null ? PROBING_RETRY_SECONDS : secondsUntil(nextProbeAtMs, nowMs);
      return {
        text: `this account's balance is empty, and calling on it leads to a ban. Top it up; the balance is looked up again in ${inWords(retryAfterSeconds)}.`,
        retryAfterSeconds,
      };
    }
    case "probing":
      return {
        text: `the ban of ${whom} should be over, which is being found out now.`,
        retryAfterSeconds: PROBING_RETRY_SECONDS,
      };
    case "cooling": {
      const endMs = untilMs ?? nowMs;
      const retryAfterSeconds = secondsUntil(endMs, nowMs);
      return {
        text: `the provider has banned ${whom}, and calling on makes it longer. Blocked for another ${inWords(retryAfterSeconds)}, until ${timeOfDay(endMs)}.`,
        retryAfterSeconds,
      };
    }
  }
}

/**
 * What a program is told instead of being let through: the code of the ban itself, so that its library does what it does
 * at a ban, with the time left and where to read on (DESIGN §1).
 *
 * @param origin the address of the dashboard, without a trailing slash
 */
export function heldByCooldown(record: CooldownRecord, origin: string, nowMs: number): OwnAnswer {
  const { text, retryAfterSeconds } = describeHold(record, nowMs);
  const description = `Banwatch held this call: ${text} See ${origin}/cooldowns/${record.id}`;
  return { origin: "held", code: record.code, description, retryAfterSeconds };
}

/** To keep an address below the errors a minute at which it would be banned. */
export function heldByShedding(providerHost: string, waitMs: number): OwnAnswer {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return {
    origin: "held",
    code: "ERROR_NO_SLOT_AVAILABLE",
    description: `Banwatch held this call: calls to ${providerHost} have failed so often within a minute that a ban is near. Try again in ${inWords(retryAfterSeconds)}.`,
    retryAfterSeconds,
  };
}

const RUNAWAY_RETRY_SECONDS = 60;

/** To a caller that asks for results without a task: its `createTask` failed, and it did not look. */
export const heldWithoutTask: OwnAnswer = {
  origin: "held",
  code: "ERROR_TASKID_INVALID",
  description:
    "Banwatch held this call: it asks for the result of no task. The createTask before it failed; check errorId of its reply, and stop when it is not 0.",
  retryAfterSeconds: RUNAWAY_RETRY_SECONDS,
};

/** @param maxPolls how often the provider lets one task be asked for */
export const heldAfterTooManyPolls = (maxPolls: number): OwnAnswer => ({
  origin: "held",
  code: "ERROR_TASKID_INVALID",
  description: `Banwatch held this call: this task was asked for more than ${maxPolls} times, and the provider counts each further time as an error. Give the task up and create another one.`,
  retryAfterSeconds: RUNAWAY_RETRY_SECONDS,
});
