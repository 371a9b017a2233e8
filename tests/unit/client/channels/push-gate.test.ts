import { describe, expect, it } from "vitest";
import { readPushGate } from "@/lib/client/channels/push-gate";

const PUSH = { type: "push", enabled: true } as const;
const SLACK = { type: "slack", enabled: true } as const;

describe("switching push on in a browser", () => {
  it("is what one presses first as soon as something can arrive", () => {
    const off = { ...PUSH, enabled: false };
    expect(readPushGate([SLACK, off, PUSH], false)).toEqual({ missing: null, button: "primary" });
  });

  it("comes second to adding the channel, for who can add it", () => {
    expect(readPushGate([SLACK], true)).toEqual({ missing: "none", button: "secondary" });
  });

  it("is not offered before the channel is there to who cannot add it", () => {
    expect(readPushGate([], false)).toEqual({ missing: "none", button: null });
  });

  it("comes second while the channel is off", () => {
    expect(readPushGate([{ ...PUSH, enabled: false }], false)).toEqual({ missing: "off", button: "secondary" });
  });

  it("warns of nothing while the channels are not known", () => {
    expect(readPushGate(undefined, true).missing).toBeNull();
  });
});
