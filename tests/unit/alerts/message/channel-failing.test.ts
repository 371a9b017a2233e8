import { describe, expect, it } from "vitest";
import { createComposeMessage } from "@/lib/server/alerts/message/compose-message";
import { makeNotice, NOTICE_SINCE_MS } from "../../../support/make-notice";

const compose = createComposeMessage({ origin: "https://ban.example" });
const notice = makeNotice("channel-failing");

const textIn = (locale: "en" | "zh-CN") =>
  compose({
    dedupKey: "d1",
    notices: [{ ...notice, facts: { ...notice.facts, description: "chat not found" } }],
    moreNotices: 0,
    channel: { locale, templates: { title: null, text: null } },
    createdAtMs: NOTICE_SINCE_MS,
    nowMs: NOTICE_SINCE_MS + 60_000,
  }).text;

describe("a message of a channel that fails", () => {
  it("tells what its service answered, not a provider, and that the channel is off until it is repaired", () => {
    expect(textIn("en")).toContain("The service answered: chat not found");
    expect(textIn("en")).not.toMatch(/provider/i);
    expect(textIn("en")).toMatch(/switched the channel off until somebody repairs it/);
  });

  it("tells the same in Chinese", () => {
    expect(textIn("zh-CN")).toContain("对方服务的回复：chat not found");
    expect(textIn("zh-CN")).not.toContain("服务商");
    expect(textIn("zh-CN")).toContain("已停用该渠道");
  });
});
