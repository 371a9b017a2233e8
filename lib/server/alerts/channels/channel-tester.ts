import type { ChannelType, TestChannelRequest, TestChannelResponse } from "@/lib/contracts/alert-channels";
import { invalidField } from "../../accounts/invalid-field";
import type { AuditTrail } from "../../audit/audit-trail";
import { createEventId } from "../../event-id";
import { RequestError } from "../../request-error";
import type { AuditActor } from "../../team/actor";
import type { ComposeMessage } from "../message/compose-message";
import { createSampleNotice } from "../message/sample-notice";
import type { SendOutcome, SendTo } from "../senders/channel-adapter";
import type { Senders } from "../senders/create-senders";
import type { ChannelRecord, ChannelRecords } from "./channel-records";
import { assertSettings, findChannel } from "./channel-requests";

export interface ChannelTester {
  /**
   * Sends a message of its own to a channel as it is, or as it would be once saved, and tells what the service answered.
   *
   * @throws {RequestError} 400 naming the field of a draft, 404, or 429 with Retry-After beyond ten tests a minute
   */
  test(request: TestChannelRequest, by: AuditActor): Promise<TestChannelResponse>;
}

type Target = Pick<ChannelRecord, "id" | "name" | "type" | "locale" | "templates" | "settings" | "secrets">;

const MAX_PER_MINUTE = 10;
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 30_000;

export function createChannelTester(parts: {
  readonly records: Pick<ChannelRecords, "find">;
  /** The very same that send alerts. */
  readonly senders: Senders;
  readonly compose: ComposeMessage;
  readonly trail: Pick<AuditTrail, "record">;
  readonly now: () => number;
}): ChannelTester {
  const { records, now } = parts;
  let startedAtMs: number[] = [];

  const takeTurn = (): void => {
    const nowMs = performance.now();
    startedAtMs = startedAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
    const [oldest] = startedAtMs;
    if (oldest !== undefined && startedAtMs.length >= MAX_PER_MINUTE) {
      throw new RequestError(429, "too_many", "Ten tests a minute are enough. Try again in a moment.", {
        retryAfterSeconds: Math.ceil((oldest + MINUTE_MS - nowMs) / 1_000),
      });
    }
    startedAtMs.push(nowMs);
  };

  const targetOf = ({ id, draft }: TestChannelRequest): Target => {
    const known = id === undefined ? null : findChannel(records, id);
    if (draft === undefined) {
      if (known === null) throw invalidField("id", "or draft must be given");
      return known;
    }
    if (known !== null && known.type !== draft.type) throw invalidField("draft.type", "must be the channel's own");
    return { ...draft, ...assertSettings(draft.type, draft.settings, known), id: known?.id ?? "draft" };
  };

  const send = (target: Target): Promise<SendOutcome> => {
    const nowMs = now();
    const notice = createSampleNotice({ event: "test", locale: target.locale, nowMs });
    const message = parts.compose({
      dedupKey: createEventId(nowMs),
      notices: [notice],
      moreNotices: 0,
      channel: target,
      createdAtMs: nowMs,
      nowMs,
    });
    // The settings were checked by the shape of this very type.
    const sendTo = parts.senders[target.type] as SendTo<ChannelType>;
    const settings = { ...target.settings, ...target.secrets } as Parameters<typeof sendTo>[1];
    return sendTo(message, settings, AbortSignal.timeout(TIMEOUT_MS));
  };

  return {
    test: async (request, by) => {
      const target = targetOf(request);
      takeTurn();
      const startMs = performance.now();
      const outcome = await send(target);
      const latencyMs = Math.round(performance.now() - startMs);
      const delivered = outcome.kind === "delivered";
      await parts.trail.record(by, {
        action: "channel.tested",
        target: { kind: "channel", id: request.id ?? null, name: target.name },
        changes: [{ field: "answer", before: null, after: delivered ? "delivered" : "not delivered" }],
      });
      return {
        delivered,
        httpStatus: outcome.httpStatus,
        answer: outcome.answer,
        latencyMs,
        reason: outcome.kind === "delivered" ? null : outcome.reason,
      };
    },
  };
}
