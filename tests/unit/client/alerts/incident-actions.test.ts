import { describe, expect, it } from "vitest";
import { groupIncidents, listActions, standingOf } from "@/lib/client/alerts/incident-actions";
import { makeIncident } from "./make-incident";

const snoozed = { untilMs: 2_000, by: "Ada", reason: "known" };
const muted = { kind: "maintenance", by: "move", incidentId: null } as const;
const acknowledged = { atMs: 1_000, by: "Ada" };

describe("listActions", () => {
  it("offers what changes something, the likeliest first", () => {
    expect(listActions(makeIncident())).toEqual(["acknowledge", "snooze", "resolve"]);
    expect(listActions(makeIncident({ status: "acknowledged", acknowledged }))).toEqual([
      "unacknowledge",
      "snooze",
      "resolve",
    ]);
    expect(listActions(makeIncident({ snoozed }))).toEqual(["acknowledge", "unsnooze", "resolve"]);
  });

  it("offers nothing for what is over", () => {
    expect(listActions(makeIncident({ status: "resolved", snoozed }))).toEqual([]);
  });
});

describe("groupIncidents", () => {
  it("puts what is snoozed or muted aside, also when somebody has it, and keeps the order", () => {
    const incidents = [
      makeIncident({ id: "1" }),
      makeIncident({ id: "2", snoozed }),
      makeIncident({ id: "3", status: "acknowledged", acknowledged }),
      makeIncident({ id: "4", status: "acknowledged", acknowledged, muted }),
      makeIncident({ id: "5" }),
      makeIncident({ id: "6", status: "resolved" }),
    ];
    const { firing, acknowledged: had, quiet } = groupIncidents(incidents);
    expect([firing, had, quiet].map((group) => group.map(({ id }) => id))).toEqual([["1", "5"], ["3"], ["2", "4"]]);
  });

  it("names a snooze before a mute", () => {
    expect(standingOf(makeIncident({ snoozed, muted }))).toBe("snoozed");
  });
});
