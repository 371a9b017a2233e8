import type {
  AlertSettingsResponse,
  SendHeartbeatResponse,
  UpdateAlertSettingsRequest,
} from "@/lib/contracts/alert-settings";
import type { AuditTrail } from "../../audit/audit-trail";
import { RequestError } from "../../request-error";
import type { AuditActor } from "../../team/actor";
import type { AlertSettings } from "./alert-settings";
import type { Heartbeat } from "./heartbeat";

/** The settings as the API tells them. */
export interface AlertSettingsService {
  get(): Promise<AlertSettingsResponse>;
  /** @throws {RequestError} as {@link AlertSettings.change} does */
  change(request: UpdateAlertSettingsRequest, by: AuditActor): Promise<AlertSettingsResponse>;
  /**
   * Sends a heartbeat at once, and tells what was answered.
   *
   * @throws {RequestError} 409 where none is set or alerts stand still, 429 with Retry-After while one is under way or
   *   within five seconds of the last
   */
  sendHeartbeat(by: AuditActor): Promise<SendHeartbeatResponse>;
}

const BETWEEN_TWO_MS = 5_000;

export function createAlertSettingsService(parts: {
  readonly settings: AlertSettings;
  readonly beat: Omit<Heartbeat, "close">;
  readonly trail: Pick<AuditTrail, "record">;
  /** Messages that wait, in all channels. */
  readonly countWaiting: () => Promise<number>;
  /** When rules were last looked at; null before the first time. */
  readonly evaluatedAtMs: () => number | null;
  readonly now: () => number;
}): AlertSettingsService {
  const { settings, beat, now } = parts;
  let startedAtMs = Number.NEGATIVE_INFINITY;

  const get = async (): Promise<AlertSettingsResponse> => {
    const { hint, everyMinutes, provisioned } = settings.heartbeat();
    const { lastSentAtMs, problem } = beat;
    return {
      serverNowMs: now(),
      heartbeat: { hint, everyMinutes, provisioned, lastSentAtMs, problem },
      messages: settings.messages(),
      waiting: await parts.countWaiting(),
      evaluatedAtMs: parts.evaluatedAtMs(),
    };
  };

  const takeTurn = (): void => {
    const waitMs = startedAtMs + BETWEEN_TWO_MS - performance.now();
    if (waitMs > 0) {
      const retryAfterSeconds = Math.ceil(waitMs / 1_000);
      throw new RequestError(429, "too_many", "One was sent just now. Try again in a moment.", { retryAfterSeconds });
    }
    startedAtMs = performance.now();
  };

  return {
    get,
    change: async (request, by) => {
      await settings.change(request, by);
      return get();
    },
    sendHeartbeat: async (by) => {
      const { hint } = settings.heartbeat();
      if (hint === null) throw new RequestError(409, "not_set", "No heartbeat is set. Enter its address first.");
      takeTurn();
      const startMs = performance.now();
      const sent = await beat.sendNow();
      if (sent.kind === "held") throw new RequestError(409, "held_back", sent.reason);
      const { httpStatus, answer, reason } = sent;
      const latencyMs = Math.round(performance.now() - startMs);
      await parts.trail.record(by, {
        action: "alerts.heartbeat-sent",
        target: { kind: "alerts", id: "alerts", name: null },
        changes: [{ field: "answer", before: null, after: reason === null ? "delivered" : "not delivered" }],
      });
      return { serverNowMs: now(), taken: reason === null, httpStatus, answer, latencyMs, reason };
    },
  };
}
