import { describe, expect, it } from "vitest";
import { listFiredAnew, readFiring } from "@/lib/client/alerts/fired-anew";
import { makeIncident } from "./make-incident";

const snoozed = { untilMs: 9_000, by: "Ada", reason: "known" };
const muted = { kind: "inhibited", by: "#1", incidentId: "i1" } as const;

describe("readFiring", () => {
  it("takes the worst and the newest of what fires, and trusts the server's count", () => {
    const incidents = [
      makeIncident({ id: "old", severity: "warning", openedAtMs: 1_000 }),
      makeIncident({ id: "new", severity: "info", openedAtMs: 2_000 }),
    ];
    expect(readFiring(incidents, 700)).toMatchObject({ count: 700, worst: "warning" });
    expect(readFiring(incidents, 2).newest.map(({ id }) => id)).toEqual(["new", "old"]);
  });

  it("is not coloured by what somebody has or what is quiet", () => {
    const quiet = [
      makeIncident({ severity: "critical", snoozed }),
      makeIncident({ severity: "critical", muted }),
      makeIncident({ severity: "critical", status: "acknowledged", acknowledged: { atMs: 1, by: "Ada" } }),
    ];
    expect(readFiring(quiet, 0)).toEqual({ count: 0, worst: null, newest: [] });
    expect(readFiring([...quiet, makeIncident({ severity: "info" })], 1).worst).toBe("info");
  });
});

describe("listFiredAnew", () => {
  it("tells no news at the first look", () => {
    expect(listFiredAnew(null, [makeIncident()])).toEqual([]);
  });

  it("tells each once, and again when it came back", () => {
    const [one, two] = [makeIncident({ id: "1" }), makeIncident({ id: "2" })];
    expect(listFiredAnew(new Set(["1"]), [two, one])).toEqual([two]);
    expect(listFiredAnew(new Set(["1", "2"]), [two, one])).toEqual([]);
    expect(listFiredAnew(new Set(["2"]), [two, one])).toEqual([one]);
  });
});
