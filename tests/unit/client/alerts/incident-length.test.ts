import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LiveDuration } from "@/components/alerts/live-duration";
import { incidentLengthMs } from "@/lib/client/alerts/incident-length";

describe("how long an incident lasted", () => {
  it("is the difference of the two instants as they are shown", () => {
    // 10.9 s and 12.1 s are shown as :10 and :12; 10.1 s and 12.9 s as well.
    expect(incidentLengthMs(10_900, 12_100)).toBe(2_000);
    expect(incidentLengthMs(10_100, 12_900)).toBe(2_000);
    expect(incidentLengthMs(10_100, 10_900)).toBe(0);
  });

  it("is never less than nothing", () => {
    expect(incidentLengthMs(12_000, 10_000)).toBe(0);
  });

  it("is the same in the figures of its page", () => {
    const clock = { serverNowMs: 99_999, receivedAtMs: 0 };
    const shown = renderToStaticMarkup(createElement(LiveDuration, { fromMs: 10_100, toMs: 12_900, clock }));
    expect(shown).toBe('<time dateTime="PT2S">00:02</time>');
  });
});
