import type { SandboxProvider } from "@/lib/sandbox/provider";
import type { ScriptedAnswer } from "@/lib/sandbox/script";
import { pickWeighted } from "../seeded-random";

const error = (weight: number, code: string, description?: string) => ({
  weight,
  answer: { kind: "error", code, description } as const satisfies ScriptedAnswer,
});

/** What a provider answers at times although the call was good. None of it waits for a person: the demo runs on its own. */
const FAULTS = [
  error(30, "ERROR_NO_SLOT_AVAILABLE"),
  error(18, "ERROR_SERVICE_UNAVALIABLE"),
  error(10, "ERROR_INTERNAL_SERVER_ERROR"),
  error(4, "ERROR_KEY_DOES_NOT_EXIST"),
  error(4, "ERROR_TOO_MUCH_REQUESTS", "Too many requests, slow down"),
  { weight: 4, answer: { kind: "html", httpStatus: 502 } },
  { weight: 2, answer: { kind: "drop", when: "before-headers" } },
] as const;

/** Lets the next task of a provider fail. One fault waits at most, so that none gather while its programs pause. */
export function makeFault(provider: SandboxProvider, random: () => number): void {
  provider.clearScript();
  provider.next({ method: "createTask", answer: pickWeighted(FAULTS, random).answer });
}
