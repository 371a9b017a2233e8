import { describe, expect, it } from "vitest";
import type { NoticeEvent } from "@/lib/contracts/alert-notice";
import { mergeNotices } from "@/lib/server/alerts/engine/plan-notices";
import { gatherNotices } from "@/lib/server/store/alerts/gather-notices";
import type { NoticeTarget, PlannedNotice } from "@/lib/server/store/alerts/planned-notice";
import { makeNotice } from "../../../support/make-notice";

const target = (id: string): NoticeTarget => ({ id, name: id, type: "webhook" });
const [TOLD, CALLED] = [target("told"), target("called")];

/** As the engine plans them. */
const plan = (event: NoticeEvent): PlannedNotice => {
  const notice = makeNotice("ip-ban", { event });
  if (event === "resolved") return { notice, groupKey: "group", targets: [], ifTold: [TOLD, CALLED] };
  if (event === "acknowledged") return { notice, groupKey: "group", targets: [], ifTold: [CALLED] };
  return { notice, groupKey: "group", targets: event === "escalation" ? [CALLED] : [TOLD, CALLED], ifTold: [] };
};

/** What each channel hears in the end, by what it was told of before. */
const hear = (events: readonly NoticeEvent[], before: Readonly<Record<string, NoticeEvent>> = {}) => {
  const planned = mergeNotices(events.map(plan));
  const incidentId = planned[0]?.notice.incidentId ?? "";
  const told = new Map([[incidentId, new Map(Object.entries(before))]]);
  const known = { told, groups: new Map(), changes: new Map(), lastSequence: 0 };
  const { deliveries, notices, told: after } = gatherNotices(planned, known, { nowMs: 0, waitMs: () => 0 });
  const said = deliveries.map(({ id, event, target: { id: channelId } }) => {
    const notice = notices.find(({ deliveryId }) => deliveryId === id)?.notice;
    const last = after.find((row) => row.channelId === channelId)?.lastEvent;
    return [channelId, notice?.event === event && last === event ? event : "at odds"];
  });
  return Object.fromEntries(said);
};

describe("what becomes due of one incident in one look", () => {
  it.each<{ events: NoticeEvent[]; before: Record<string, NoticeEvent> }>([
    { events: ["reminder", "escalation", "resolved"], before: { told: "firing" } },
    { events: ["firing", "acknowledged", "resolved"], before: {} },
    { events: ["reminder", "acknowledged", "resolved"], before: { told: "firing", called: "firing" } },
  ])("ends with the end for everybody: $events", ({ events, before }) => {
    expect(hear(events, before)).toEqual({ told: "resolved", called: "resolved" });
  });

  it("ends with its return where it came back in it", () => {
    expect(hear(["resolved", "firing"], { told: "firing" })).toEqual({ told: "firing", called: "firing" });
  });

  it("tells of an escalation beside a reminder", () => {
    const planned = mergeNotices([plan("reminder"), plan("escalation")]);
    expect(planned.map(({ notice }) => notice.event)).toEqual(["reminder", "escalation"]);
  });
});
