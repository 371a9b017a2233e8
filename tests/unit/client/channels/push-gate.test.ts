import { describe, expect, it } from "vitest";
import { isUnled } from "@/lib/client/channels/naming-rules";
import { readPushGate } from "@/lib/client/channels/push-gate";

const PUSH = { type: "push", enabled: true } as const;
const SLACK = { type: "slack", enabled: true } as const;
const LED = () => false;
const UNLED = () => true;

describe("switching push on in a browser", () => {
  it("is what one presses first as soon as something can arrive", () => {
    const off = { ...PUSH, enabled: false };
    expect(readPushGate([SLACK, off, PUSH], false, LED)).toEqual({ missing: null, button: "primary" });
  });

  it("comes second to adding the channel, for who can add it", () => {
    expect(readPushGate([SLACK], true, LED)).toEqual({ missing: "none", button: "secondary" });
  });

  it("is not offered before the channel is there to who cannot add it", () => {
    expect(readPushGate([], false, LED)).toEqual({ missing: "none", button: null });
  });

  it("comes second while the channel is off", () => {
    expect(readPushGate([{ ...PUSH, enabled: false }], false, LED)).toEqual({ missing: "off", button: "secondary" });
  });

  it("warns of nothing while the channels are not known", () => {
    expect(readPushGate(undefined, true, LED).missing).toBeNull();
  });

  it("comes second while no rule leads to the channel, and says so unless another one is led to", () => {
    expect(readPushGate([PUSH], true, UNLED)).toEqual({ missing: "unled", button: "secondary" });
    const led = { ...PUSH, isLed: true };
    const either = readPushGate([{ ...PUSH, isLed: false }, led], true, ({ isLed }) => !isLed);
    expect(either).toEqual({ missing: null, button: "primary" });
  });
});

describe("whether no rule leads to a channel", () => {
  const channel = { id: "c", isDefault: false };
  const rule = { enabled: true, channelIds: ["other"], escalateToIds: [] as string[] };

  it("is so for one that is neither a default one nor named by a rule that is on", () => {
    expect(isUnled(channel, [rule, { ...rule, channelIds: [] }])).toBe(true);
    expect(isUnled(channel, [{ ...rule, enabled: false, channelIds: ["c"] }])).toBe(true);
  });

  it("is not so for a default one, and one that a rule names, also for escalations alone", () => {
    expect(isUnled({ ...channel, isDefault: true }, [])).toBe(false);
    expect(isUnled(channel, [{ ...rule, channelIds: ["other", "c"] }])).toBe(false);
    expect(isUnled(channel, [{ ...rule, escalateToIds: ["c"] }])).toBe(false);
  });

  it("is not claimed while the rules are not known", () => {
    expect(isUnled(channel, undefined)).toBe(false);
  });
});
