import { describe, expect, it } from "vitest";
import { checkHeartbeatDraft, toHeartbeatChanges } from "@/lib/client/channels/alert-settings";
import { toChannelAddress } from "@/lib/client/channels/channel-address";
import { isNobodyTold, toChannelStanding } from "@/lib/client/channels/channel-standing";
import { insertText } from "@/lib/client/channels/insert-text";
import { toNamingRules } from "@/lib/client/channels/naming-rules";

const fine = { enabled: true, refusal: null, lastDeliveredAtMs: 100, lastFailure: null, subscribers: null };

describe("how it stands with a channel", () => {
  it("says first that Banwatch switched it off, and why", () => {
    const refusal = { atMs: 90, reason: "gone" };
    expect(toChannelStanding({ ...fine, enabled: false, refusal })).toEqual({ kind: "refused", ...refusal });
  });

  it("forgets a failure that a later message made good, and no other", () => {
    const failed = (atMs: number) => ({ ...fine, lastFailure: { atMs, reason: "timeout" } });
    expect(toChannelStanding(failed(99))).toEqual({ kind: "delivered", atMs: 100 });
    expect(toChannelStanding(failed(101))).toEqual({ kind: "failing", atMs: 101, reason: "timeout" });
    expect(toChannelStanding({ ...failed(1), lastDeliveredAtMs: null })).toMatchObject({ kind: "failing" });
  });

  it("tells off, never and nobody apart", () => {
    expect(toChannelStanding({ ...fine, enabled: false })).toEqual({ kind: "off" });
    expect(toChannelStanding({ ...fine, lastDeliveredAtMs: null })).toEqual({ kind: "never" });
    expect(toChannelStanding({ ...fine, subscribers: 0 })).toEqual({ kind: "nobody" });
    expect(toChannelStanding({ ...fine, subscribers: 1 })).toEqual({ kind: "delivered", atMs: 100 });
  });

  it("notices when rules without channels would tell nobody", () => {
    expect(
      isNobodyTold([
        { isDefault: true, enabled: false },
        { isDefault: false, enabled: true },
      ]),
    ).toBe(true);
    expect(isNobodyTold([{ isDefault: true, enabled: true }])).toBe(false);
    expect(isNobodyTold([])).toBe(false);
  });
});

it("names where a channel leads by what is no secret, else by how the secret ends", () => {
  const secrets = { botToken: "…Zz19" };
  expect(toChannelAddress({ settings: { chatId: "-100", baseUrl: "https://x.example" }, secrets })).toBe("-100");
  expect(toChannelAddress({ settings: { to: ["a@x.org", "b@x.org"] }, secrets: {} })).toBe("a@x.org, b@x.org");
  expect(toChannelAddress({ settings: { flavour: "slack" }, secrets: { url: "hooks.slack.com …x9Qw" } })).toBe(
    "hooks.slack.com …x9Qw",
  );
  expect(toChannelAddress({ settings: {}, secrets: {} })).toBeNull();
});

it("tells rules that are left without a channel from those that name others", () => {
  const rule = (name: string, channelIds: string[], escalateToIds: string[] = []) => ({
    name,
    channelIds,
    escalateToIds,
  });
  const rules = [rule("a", ["x"]), rule("b", ["x", "y"]), rule("c", ["y"], ["x"]), rule("d", ["y"]), rule("e", [])];
  expect(toNamingRules(rules, "x")).toEqual({ alone: ["a"], others: ["b", "c"] });
});

describe("putting a variable into a template", () => {
  it("takes the place of the selection and leaves the cursor behind it", () => {
    expect(insertText({ text: "abcd", start: 1, end: 3 }, "{{ x }}")).toEqual({ text: "a{{ x }}d", start: 8, end: 8 });
    expect(insertText({ text: "", start: 0, end: 0 }, "x")).toEqual({ text: "x", start: 1, end: 1 });
  });
});

describe("the form of the heartbeat", () => {
  const draft = { heartbeatUrl: "", heartbeatEveryMinutes: "5" };

  it("keeps the saved address where none is entered, and needs one at first", () => {
    expect(checkHeartbeatDraft(draft, true)).toEqual({});
    expect(toHeartbeatChanges(draft)).toEqual({ heartbeatUrl: undefined, heartbeatEveryMinutes: 5 });
    expect(checkHeartbeatDraft(draft, false)).toEqual({ heartbeatUrl: { kind: "rule", rule: "urlEmpty" } });
  });

  it.each(["hc-ping.com/1", "ftp://hc-ping.com", "javascript:alert(1)"])("refuses %s", (heartbeatUrl) => {
    expect(checkHeartbeatDraft({ ...draft, heartbeatUrl }, true)).toMatchObject({ heartbeatUrl: { rule: "urlBad" } });
  });

  it.each(["", "0", "1441", "1e2", "2.5"])("refuses every %s minutes", (heartbeatEveryMinutes) => {
    const problems = checkHeartbeatDraft({ ...draft, heartbeatEveryMinutes }, true);
    expect(problems).toEqual({ heartbeatEveryMinutes: { kind: "rule", rule: "minutesBad" } });
  });
});
