import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/client/api/fetch-json";
import {
  type ChannelDraft,
  checkChannelDraft,
  emptyChannelDraft,
  freeChannelName,
  needsSecretsAgain,
  toAddresses,
  toChannelDraft,
  toCreateChannelRequest,
  toUpdateChannelRequest,
} from "@/lib/client/channels/channel-form";
import { readChannelProblems } from "@/lib/client/channels/channel-problems";
import { isOfDraft } from "@/lib/client/channels/tested-draft";
import { type AlertChannel, createChannelRequest, updateChannelRequest } from "@/lib/contracts/alert-channels";

const email: AlertChannel = {
  id: "c1",
  type: "email",
  name: "team",
  isDefault: false,
  enabled: false,
  locale: "zh-CN",
  templates: { title: "{{ title }}", text: null },
  settings: {
    host: "smtp.example.org",
    port: 587,
    security: "starttls",
    username: "banwatch",
    from: "ban@example.org",
    to: ["a@example.org", "b@example.org"],
  },
  secrets: { password: "…k2pL" },
  provisioned: false,
  refusal: null,
  lastDeliveredAtMs: null,
  lastFailure: null,
  waiting: { deliveries: 0, oldestAtMs: null },
  subscribers: null,
  createdAtMs: 0,
};

const draftOf = (changes: Partial<ChannelDraft>): ChannelDraft => ({ ...toChannelDraft(email), ...changes });
const rulesOf = (draft: ChannelDraft, channel: AlertChannel | null = email) =>
  Object.fromEntries(
    Object.entries(checkChannelDraft(draft, channel, ["ops"])).map(([field, problem]) => [
      field,
      problem?.kind === "rule" ? problem.rule : problem,
    ]),
  );

describe("the form of a channel", () => {
  it("holds a saved channel as it is, and saves it without changing anything", () => {
    const draft = toChannelDraft(email);
    expect(rulesOf(draft)).toEqual({});
    const request = updateChannelRequest.parse(toUpdateChannelRequest(draft));
    expect(request).toEqual({
      name: "team",
      isDefault: false,
      locale: "zh-CN",
      templates: email.templates,
      settings: email.settings,
    });
  });

  it("never switches a channel on by saving it", () => {
    expect(toUpdateChannelRequest(toChannelDraft(email))).not.toHaveProperty("enabled");
  });

  it("sends a secret only when one was entered, and takes one out only when told so", () => {
    expect(toUpdateChannelRequest(draftOf({ password: " new one " })).settings).toMatchObject({ password: "new one" });
    expect(toUpdateChannelRequest(draftOf({})).settings).not.toHaveProperty("password");
    expect(toUpdateChannelRequest(draftOf({ removed: ["password"] })).settings).toMatchObject({ password: null });
    const replaced = draftOf({ removed: ["password"], password: "after all" });
    expect(toUpdateChannelRequest(replaced).settings).toMatchObject({ password: "after all" });
  });

  it.each([
    ["another server", { host: "smtp.evil.example" }],
    ["another port", { port: "25" }],
    ["less encryption", { security: "none" }],
  ])("asks for the password again for %s", (_name, changes) => {
    expect(needsSecretsAgain(email, draftOf(changes))).toBe(true);
    expect(rulesOf(draftOf(changes))).toEqual({ password: "secretAgain" });
    expect(rulesOf(draftOf({ ...changes, password: "typed again" }))).toEqual({});
  });

  it("asks for nothing again where an empty field means what was there", () => {
    expect(needsSecretsAgain(email, draftOf({ port: "", security: "", name: "other" }))).toBe(false);
  });

  it("wants user name and password together", () => {
    expect(rulesOf(draftOf({ username: "" }))).toEqual({ username: "withPassword" });
    expect(rulesOf(draftOf({ removed: ["password"] }))).toEqual({ password: "withUsername" });
    expect(rulesOf(draftOf({ username: "", removed: ["password"] }))).toEqual({});
  });

  it.each([
    [{ name: " " }, { name: "nameEmpty" }],
    [{ name: "x".repeat(61) }, { name: "nameLong" }],
    [{ name: "a\tb" }, { name: "nameBad" }],
    [{ name: " ops " }, { name: "nameTaken" }],
    [{ host: "", password: "p" }, { host: "empty" }],
    [{ port: "0x19", password: "p" }, { port: "port" }],
    [{ port: "70000", password: "p" }, { port: "port" }],
    [{ from: "nobody" }, { from: "from" }],
    [{ to: "a@example.org, nobody" }, { to: "to" }],
    [{ to: " , " }, { to: "to" }],
    [{ text: "x".repeat(4_001) }, { text: "textLong" }],
    [{ title: "x".repeat(501) }, { title: "titleLong" }],
  ] as const)("finds what is wrong with %j", (changes, expected) => {
    expect(rulesOf(draftOf(changes))).toEqual(expected);
  });

  it("begins empty, and a first channel gets every alert", () => {
    const draft = emptyChannelDraft("ntfy", "ntfy", "en", true);
    expect(rulesOf(draft, null)).toEqual({ topic: "empty" });
    const request = createChannelRequest.parse(toCreateChannelRequest({ ...draft, topic: "ban" }));
    expect(request).toMatchObject({
      isDefault: true,
      enabled: true,
      settings: { topic: "ban" },
      templates: { title: null, text: null },
    });
    expect(emptyChannelDraft("ntfy", "ntfy", "en", false).isDefault).toBe(false);
  });

  it("shows an address of the service itself as nothing, so that it may move with a later version", () => {
    const telegram = (baseUrl: string): AlertChannel => ({
      ...email,
      type: "telegram",
      settings: { chatId: "1", baseUrl },
    });
    expect(toChannelDraft(telegram("https://api.telegram.org")).baseUrl).toBe("");
    expect(toChannelDraft(telegram("https://bots.example")).baseUrl).toBe("https://bots.example");
  });

  it("keeps spaces and line breaks of a template", () => {
    expect(toCreateChannelRequest(draftOf({ text: " a\n\nb " })).templates.text).toBe(" a\n\nb ");
    expect(toCreateChannelRequest(draftOf({ text: " \n" })).templates.text).toBeNull();
  });
});

it("reads addresses however people part them", () => {
  expect(toAddresses(" a@x.org;b@x.org，c@x.org\n d@x.org ,, ")).toEqual(["a@x.org", "b@x.org", "c@x.org", "d@x.org"]);
});

it("offers a name that is free", () => {
  const named = ["Slack", "Slack 2"].map((name) => ({ name }));
  expect(freeChannelName("Slack", named)).toBe("Slack 3");
  expect(freeChannelName("Discord", named)).toBe("Discord");
});

describe("what the server says is wrong", () => {
  const refused = (...fields: string[]) =>
    new ApiError(
      400,
      { code: "invalid_request", message: "no", fields: fields.map((field) => ({ field, message: field })) },
      "no",
    );

  it("lands at the field, wherever that stands in the request", () => {
    const error = refused("settings.to.0", "name", "draft.settings.host", "templates.text", "to", "enabled");
    expect(readChannelProblems(error, "email")).toEqual({
      to: { kind: "text", text: "settings.to.0" },
      name: { kind: "text", text: "name" },
      host: { kind: "text", text: "draft.settings.host" },
      text: { kind: "text", text: "templates.text" },
    });
  });

  it("is not put at a field that the form does not have", () => {
    expect(readChannelProblems(refused("settings.botToken"), "email")).toEqual({});
    expect(readChannelProblems(new Error("no"), "email")).toEqual({});
  });
});

describe("the result of a test", () => {
  it("goes as soon as any field is changed, and is none before the first", () => {
    const tested = toChannelDraft(email);
    expect(isOfDraft(tested, tested)).toBe(true);
    expect(isOfDraft(tested, { ...tested, name: "others" })).toBe(false);
    expect(isOfDraft(null, tested)).toBe(false);
  });
});
