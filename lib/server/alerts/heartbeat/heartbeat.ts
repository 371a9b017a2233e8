import type { AlertSettings } from "./alert-settings";
import type { AddressAnswer, AskAddress } from "./ask-address";
import { isLate } from "./lateness";

export interface Heartbeat {
  /** The newest that was taken; null before the first, and after the address changed. */
  readonly lastSentAtMs: number | null;
  /** Why the newest was not taken, or not sent; null when it was. */
  readonly problem: string | null;
  /** Sends one at once, whatever is due. @returns what was answered, or why it is held back */
  sendNow(): Promise<SentHeartbeat>;
  close(): void;
}

export type SentHeartbeat =
  | ({ readonly kind: "answered" } & AddressAnswer)
  | { readonly kind: "held"; readonly reason: string };

const TICK_MS = 5_000;

const STANDS_STILL = "Rules have not been looked at for two minutes, so the heartbeat is held back.";
const READS_NOTHING = "What rules look at could not be read from the database, so the heartbeat is held back.";

/**
 * Asks for an address every few minutes for as long as alerts work, so that somebody else notices when they do not (a
 * dead man's switch). One that was not taken is sent again with the next minute.
 *
 * @param parts.evaluatedAtMs when rules were last looked at
 * @param parts.readAtMs when all that they need was last read from the database
 * @param parts.onChange told when what is shown of it changed
 */
export function startHeartbeat(parts: {
  readonly settings: Pick<AlertSettings, "heartbeat">;
  readonly ask: AskAddress;
  readonly evaluatedAtMs: () => number | null;
  readonly readAtMs: () => number | null;
  readonly now: () => number;
  readonly onChange: () => void;
}): Heartbeat {
  const { settings, ask, now } = parts;
  let url: string | null = null;
  let lastSentAtMs: number | null = null;
  let problem: string | null = null;
  let triedAtMs: number | null = null;
  let asking = 0;
  let asked = 0;
  let answered = 0;

  const tell = (next: string | null): void => {
    if (problem === next) return;
    problem = next;
    parts.onChange();
  };

  const send = async (address: string): Promise<AddressAnswer> => {
    asking += 1;
    asked += 1;
    const serial = asked;
    triedAtMs = now();
    const answer = await ask(address);
    asking -= 1;
    // The answer of an address that was replaced meanwhile says nothing about the new one, nor a late one about now.
    if (url !== address || serial < answered) return answer;
    answered = serial;
    if (answer.reason === null) {
      lastSentAtMs = now();
      parts.onChange();
    }
    tell(answer.reason);
    return answer;
  };

  const isDue = (everyMinutes: number): boolean => {
    if (triedAtMs === null) return true;
    const gapMs = (problem === null ? everyMinutes : Math.min(1, everyMinutes)) * 60_000;
    const sinceMs = now() - triedAtMs;
    // A clock that was set back must not make it wait for as long as that.
    return sinceMs >= gapMs || sinceMs < 0;
  };

  const follow = (address: string | null): void => {
    if (address === url) return;
    url = address;
    lastSentAtMs = null;
    triedAtMs = null;
    tell(null);
  };

  const isRecent = (atMs: number | null): boolean => atMs !== null && !isLate(atMs, now());

  /** Why it is held back; null where alerts work. */
  const findFault = (): string | null => {
    if (!isRecent(parts.evaluatedAtMs())) return STANDS_STILL;
    return isRecent(parts.readAtMs()) ? null : READS_NOTHING;
  };

  const tick = (): void => {
    const { url: address, everyMinutes } = settings.heartbeat();
    follow(address);
    if (address === null || asking > 0 || !isDue(everyMinutes)) return;
    const fault = findFault();
    if (fault === null) void send(address);
    // Before the first look nothing is late yet.
    else if (parts.evaluatedAtMs() !== null) tell(fault);
  };

  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return {
    get lastSentAtMs() {
      return lastSentAtMs;
    },
    get problem() {
      return problem;
    },
    sendNow: async () => {
      const { url: address } = settings.heartbeat();
      if (address === null) return { kind: "held", reason: "No heartbeat is set." };
      // Whoever waits for it would take a silent Banwatch for one that works.
      const fault = findFault();
      if (fault !== null) return { kind: "held", reason: fault };
      follow(address);
      return { kind: "answered", ...(await send(address)) };
    },
    close: () => clearInterval(timer),
  };
}
