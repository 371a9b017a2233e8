import { lookup } from "node:dns";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import webPush from "web-push";
import type { ComposedMessage, SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import { createSenders, type SenderParts } from "@/lib/server/alerts/senders/create-senders";
import { createHttpSender, type HttpSender } from "@/lib/server/alerts/senders/http-sender";
import { createRefuseAddress } from "@/lib/server/net/address-rules";
import { type MailReceiver, startMailReceiver } from "../support/receivers/mail-receiver";
import { makeMessage, makeNotice } from "../support/receivers/make-message";
import { type PushReceiver, startPushReceiver, type TestSubscription } from "../support/receivers/push-receiver";
import { type Receiver, SERVICES, type Service, startReceiver } from "../support/receivers/receiver";
import { createSelfSigned } from "../support/receivers/self-signed";

const vapid = { ...webPush.generateVAPIDKeys(), subject: "mailto:ops@example.org" };
let subscriptions: TestSubscription[] = [];

const makeSenders = (other: Partial<SenderParts> = {}) =>
  createSenders({
    refuseAddress: createRefuseAddress(1),
    push: {
      listSubscriptions: () => subscriptions,
      dropSubscription: async (id) => {
        subscriptions = subscriptions.filter((one) => one.id !== id);
      },
      vapidKeys: async () => vapid,
    },
    // The receiver of these tests is on the loopback and speaks http.
    pushHttp: createHttpSender({ refuseAddress: createRefuseAddress(1) }),
    ...other,
  });

const { senders, close } = makeSenders();
afterAll(close);

const inTime = () => AbortSignal.timeout(10_000);
const CHINESE = makeMessage({ locale: "zh-CN", title: "沙箱：出口地址被封禁", text: "十分钟内请勿再发送请求。" });

/** Each service has settings of its own type; all senders are called alike here. */
type Send = (message: ComposedMessage, settings: unknown, signal: AbortSignal) => Promise<SendOutcome>;
const senderOf = (service: Service): Send => senders[service === "mattermost" ? "slack" : service] as unknown as Send;

/** What stays secret of a channel. */
const secretsOf = (settings: object): string[] => {
  const { url, botToken, token, routingKey, secret } = settings as Record<string, string | undefined>;
  const path = url === undefined ? undefined : `${new URL(url).pathname}`;
  return [path, botToken, token, routingKey, secret].filter((text) => text !== undefined) as string[];
};

describe.each(SERVICES)("%s", (service) => {
  let receiver: Receiver;
  const send = (message = makeMessage(), signal = inTime()) => senderOf(service)(message, receiver.settings, signal);

  beforeAll(async () => {
    receiver = await startReceiver(service);
  });
  afterEach(() => {
    receiver.failWith(null);
    receiver.received.length = 0;
  });
  afterAll(() => receiver.close());

  it.each(["firing", "reminder", "escalation", "resolved", "test"] as const)(
    "takes a message that is %s",
    async (event) => {
      const outcome = await send(makeMessage({ event }));
      expect(receiver.received.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
      expect(outcome.kind).toBe("delivered");
      expect(receiver.accepted().length).toBe(service === "pagerduty" && event === "test" ? 2 : 1);
    },
  );

  it("takes Chinese text as it is", async () => {
    expect((await send(CHINESE)).kind).toBe("delivered");
    expect(JSON.stringify(receiver.accepted()[0]?.json)).toContain("出口地址被封禁");
  });

  it("names the time to wait when it takes no more for now", async () => {
    receiver.failWith({ status: 429, retryAfterSeconds: 7 });
    expect(await send()).toMatchObject({ kind: "failed", httpStatus: 429, retryAfterMs: 7_000 });
    receiver.failWith(null);
    expect(await send()).toMatchObject({ kind: "delivered" });
  });

  it.each([500, 502, 503, 408])("is tried again after %i", async (status) => {
    receiver.failWith({ status });
    expect(await send()).toMatchObject({ kind: "failed", httpStatus: status, retryAfterMs: null });
  });

  it.each([401, 403, 404, 410])("is gone after %i", async (status) => {
    receiver.failWith({ status });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", httpStatus: status, channelIsGone: true });
    expect(outcome.kind === "refused" && outcome.reason).toMatch(new RegExp(`\\(HTTP ${status}\\)$`));
  });

  it("follows no redirect, and takes no further message until its address is replaced", async () => {
    receiver.failWith({ status: 307, headers: { location: "/elsewhere" } });
    expect(await send()).toMatchObject({
      kind: "refused",
      httpStatus: 307,
      channelIsGone: true,
      reason: expect.stringMatching(/redirects.*replace/),
    });
    expect(receiver.received).toHaveLength(1);
  });

  it("is given up on when it hangs, and tried again later", async () => {
    receiver.failWith({ hang: true });
    expect(await send(makeMessage(), AbortSignal.timeout(150))).toMatchObject({
      kind: "failed",
      httpStatus: null,
      reason: "No answer came in time.",
    });
  });

  it("is tried again when it breaks the connection off", async () => {
    receiver.failWith({ reset: true });
    expect(await send()).toMatchObject({ kind: "failed", reason: expect.stringContaining("broke off") });
  });

  it("tells no secret, also when the answer holds it", async () => {
    const secrets = secretsOf(receiver.settings);
    receiver.failWith({ status: 500, body: `no ${secrets.join(" ")} ${"x".repeat(480)} ${secrets.join(" ")}` });
    const outcome = JSON.stringify(await send());
    expect(outcome).toContain("•••");
    for (const secret of secrets) expect(outcome).not.toContain(secret);
  });

  it("keeps the beginning of an endless answer", async () => {
    receiver.failWith({ status: 400, body: "z".repeat(5_000_000) });
    expect(await send()).toMatchObject({ httpStatus: 400, answer: "z".repeat(500) });
  });
});

describe("PagerDuty", () => {
  it("gets each incident of a grouped message once, also when it has to be asked twice", async () => {
    const receiver = await startReceiver("pagerduty");
    const notices = ["a", "b", "c"].map((incidentId, index) => makeNotice({ incidentId, number: index + 1 }));
    const message = makeMessage({ notices, dedupKey: "grouped" });
    await senders.pagerduty(
      makeMessage({ notices: notices.slice(0, 2), dedupKey: "other" }),
      receiver.settings,
      inTime(),
    );
    receiver.received.length = 0;
    receiver.failWith({ status: 429, retryAfterSeconds: 1, times: 1, after: 1 });
    expect((await senders.pagerduty(message, receiver.settings, inTime())).kind).toBe("failed");
    expect((await senders.pagerduty(message, receiver.settings, inTime())).kind).toBe("delivered");
    const keys = receiver.accepted().map(({ json }) => (json as { dedup_key: string }).dedup_key);
    expect(keys).toEqual(["banwatch/a", "banwatch/b", "banwatch/c"]);
    await receiver.close();
  });

  it("is told that somebody has an incident, and that it is over, by its own key", async () => {
    const receiver = await startReceiver("pagerduty");
    for (const event of ["firing", "acknowledged", "resolved"] as const) {
      await senders.pagerduty(makeMessage({ event, dedupKey: event }), receiver.settings, inTime());
    }
    expect(receiver.accepted().map(({ json }) => json)).toMatchObject([
      { event_action: "trigger", dedup_key: "banwatch/inc_01" },
      { event_action: "acknowledge", dedup_key: "banwatch/inc_01" },
      { event_action: "resolve", dedup_key: "banwatch/inc_01" },
    ]);
    expect(receiver.received.map(({ problem }) => problem)).toEqual([null, null, null]);
    await receiver.close();
  });
});

describe("PagerDuty's record", () => {
  it.each([
    ["resolved", 2, ["trigger", "resolve"]],
    ["resolved", 1, ["resolve"]],
    ["acknowledged", 2, ["trigger", "acknowledge"]],
    ["acknowledged", 1, ["acknowledge"]],
    ["firing", 2, ["trigger"]],
  ] as const)("of what is %s after %i changes is %j", async (event, changes, actions) => {
    const receiver = await startReceiver("pagerduty");
    const notice = makeNotice({ event, changes });
    const message = makeMessage({ event, notices: [notice], dedupKey: `${event} ${changes}` });
    expect(await senders.pagerduty(message, receiver.settings, inTime())).toMatchObject({ kind: "delivered" });
    expect(receiver.received.map(({ problem }) => problem)).toEqual(actions.map(() => null));
    const got = receiver.accepted().map(({ json }) => json as Record<string, unknown>);
    expect(got.map(({ event_action }) => event_action)).toEqual(actions);
    expect(new Set(got.map(({ dedup_key }) => dedup_key))).toEqual(new Set(["banwatch/inc_01"]));
    if (actions.length === 2) {
      expect(got[0]).toMatchObject({ payload: { timestamp: new Date(notice.sinceMs).toISOString() } });
    }
    await receiver.close();
  });
});

describe("a webhook", () => {
  it("has the same id at every attempt, and a signature by any text", async () => {
    const receiver = await startReceiver("webhook");
    const settings = { ...receiver.settings, secret: "any text of some length" };
    expect(await senders.webhook(makeMessage(), settings, inTime())).toMatchObject({
      kind: "refused",
      httpStatus: 401,
    });
    await senders.webhook(makeMessage(), receiver.settings, inTime());
    await senders.webhook(makeMessage(), receiver.settings, inTime());
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids)).toEqual(new Set([makeMessage().dedupKey]));
    expect(receiver.accepted()).toHaveLength(2);
    await receiver.close();
  });
});

/** A port that nothing listens on. */
async function findClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("an address", () => {
  const post = (url: string, made = senders) => made.webhook(makeMessage(), { url }, inTime());

  it("whose name is not found is tried again", async () => {
    expect(await post("http://no-such-host.invalid/hook")).toMatchObject({
      kind: "failed",
      httpStatus: null,
      reason: expect.stringMatching(/^The name of the host is not found/),
    });
  });

  it("that nothing listens on is tried again", async () => {
    expect(await post(`http://127.0.0.1:${await findClosedPort()}/`)).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it.each(["http://169.254.169.254/latest/meta-data", "http://[fe80::1]/", "http://[::ffff:169.254.169.254]/"])(
    "that Banwatch never connects to is refused: %s",
    async (url) => {
      expect(await post(url)).toMatchObject({ kind: "failed", reason: expect.stringContaining("never connects") });
    },
  );

  it("of Banwatch itself is refused, by any name", async () => {
    const own = makeSenders({ refuseAddress: createRefuseAddress(4_100) });
    expect(await post("http://localhost:4100/api", own.senders)).toMatchObject({
      reason: expect.stringContaining("this Banwatch"),
    });
    await own.close();
  });

  it("whose certificate is nobody's is not spoken to", async () => {
    let requests = 0;
    const server = createTlsServer(createSelfSigned(["localhost", "127.0.0.1"]), (_request, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("self-signed"),
    });
    expect(requests).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it("that never stops answering is not listened to for ever", async () => {
    const server = createHttpServer((_request, response) => {
      const write = () => {
        while (response.write("z".repeat(65_536))) {
          // Until the other side takes no more for now.
        }
      };
      response
        .writeHead(400)
        .on("drain", write)
        .on("error", () => undefined);
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const signal = AbortSignal.timeout(5_000);
    await senders.webhook(makeMessage(), { url: `http://127.0.0.1:${port}/` }, signal);
    expect(signal.aborted).toBe(false);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("that does not speak HTTP is tried again", async () => {
    const server = createServer((socket) =>
      socket
        .on("error", () => undefined)
        .resume()
        .end("220 mail.example.org ESMTP\r\n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("does not speak HTTP"),
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it.each(["webhook", "ntfy", "telegram", "pagerduty"] as const)(
    "whose server repeats what it was sent tells no name and no password: %s",
    async (service) => {
      const server = createHttpServer((request, response) => {
        const { authorization = "" } = request.headers;
        response.writeHead(500).end(`${authorization} ${authorization.split(" ")[1]} hook sEcret/Passw0rd`);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = `http://hook:sEcret%2fPassw0rd@127.0.0.1:${(server.address() as AddressInfo).port}`;
      const settings = { url: address, baseUrl: address, topic: "t", botToken: "1:x", chatId: "1", routingKey: "r" };
      expect(await senderOf(service)(makeMessage(), settings, inTime())).toMatchObject({
        httpStatus: 500,
        answer: "Basic ••• ••• ••• •••",
      });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );

  it("sends its name and password in a header", async () => {
    const receiver = await startReceiver("webhook");
    const url = receiver.settings.url.replace("://", "://ops:p%40ss@");
    await senders.webhook(makeMessage(), { url, secret: receiver.settings.secret }, inTime());
    expect(receiver.accepted()[0]?.headers.authorization).toBe(`Basic ${Buffer.from("ops:p@ss").toString("base64")}`);
    await receiver.close();
  });

  it("is not asked when a setting holds what no header takes", async () => {
    const receiver = await startReceiver("ntfy");
    const settings = { ...receiver.settings, token: "line\nbreak" };
    expect(await senders.ntfy(makeMessage(), settings, inTime())).toMatchObject({
      kind: "refused",
      channelIsGone: true,
    });
    expect(receiver.received).toHaveLength(0);
    await receiver.close();
  });
});

describe("all channels", () => {
  it("break off what is under way when they are closed", async () => {
    const receiver = await startReceiver("webhook");
    receiver.failWith({ hang: true });
    const own = makeSenders();
    const sending = own.senders.webhook(makeMessage(), receiver.settings, inTime());
    await expect.poll(() => receiver.received.length).toBe(1);
    const mailServer = await startMailReceiver();
    mailServer.failWith("hang");
    const mailing = own.senders.email(makeMessage(), mailServer.settings, inTime());
    await own.close();
    expect(await sending).toMatchObject({ kind: "failed", reason: expect.stringContaining("stopping") });
    expect(await mailing).toMatchObject({ kind: "failed" });
    await Promise.all([receiver.close(), mailServer.close()]);
  });
});

describe("mail", () => {
  let server: MailReceiver;
  let mail: ReturnType<typeof makeSenders>["senders"]["email"];
  let closeMail: () => Promise<void>;
  const send = (other: object = {}, message = makeMessage(), signal = inTime()) =>
    mail(message, { ...server.settings, ...other }, signal);

  beforeAll(async () => {
    server = await startMailReceiver();
    const made = makeSenders({ certificates: [server.certificate], lookUp: lookup });
    mail = made.senders.email;
    closeMail = made.close;
  });
  afterEach(() => {
    server.failWith(null);
    server.received.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await closeMail();
  });

  it("goes encrypted, signed in, as text and HTML", async () => {
    expect(await send({ host: "localhost" })).toMatchObject({ kind: "delivered" });
    const [got] = server.received;
    expect(got).toMatchObject({ isSecure: true, user: server.settings.username, recipients: ["ops@example.org"] });
    expect(got?.mail.subject).toBe(makeMessage().title);
    expect(got?.mail.text).toContain("Stop the programs that cause the errors.");
    expect(got?.mail.text).toContain("Calls held: 17");
    expect(got?.mail.html).toContain('href="https://banwatch.example.org/alerts/inc_01"');
    expect(got?.mail.html).not.toMatch(/<img|<script|<link/i);
    expect(got?.mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(got?.raw).toMatch(/^Importance: high/im);
  });

  it("about one incident is one thread", async () => {
    await send({}, makeMessage({ dedupKey: "first" }));
    await send({}, makeMessage({ dedupKey: "last", event: "resolved" }));
    const [firing, resolved] = server.received.map((got) => got.mail);
    expect(resolved?.inReplyTo).toBe(firing?.inReplyTo);
    expect(resolved?.messageId).not.toBe(firing?.messageId);
    expect(server.received[1]?.raw).not.toMatch(/^Importance:/im);
  });

  it("keeps Chinese text, and stays one mail whatever its title is", async () => {
    await send({}, { ...CHINESE, title: "封禁\r\nBcc: everybody@example.org\r\n\r\nbody" });
    const [got] = server.received;
    expect(got?.mail.subject).toBe("封禁 Bcc: everybody@example.org body");
    expect(got?.mail.bcc).toBeUndefined();
    expect(got?.recipients).toEqual(["ops@example.org"]);
    expect(got?.mail.text).toContain("十分钟内请勿再发送请求");
  });

  it("is not handed to a server whose certificate is nobody's", async () => {
    const outcome = await senders.email(makeMessage(), server.settings, inTime());
    expect(outcome).toMatchObject({ kind: "failed", reason: expect.stringContaining("self-signed") });
    expect(server.received).toHaveLength(0);
  });

  it("is not handed to a server whose certificate is another host's", async () => {
    const other = await startMailReceiver({ hosts: ["mail.example.org"] });
    const made = makeSenders({ certificates: [other.certificate] });
    expect(await made.senders.email(makeMessage(), other.settings, inTime())).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("another host"),
    });
    await Promise.all([other.close(), made.close()]);
  });

  it("is not sent in the clear where encryption is asked for", async () => {
    const plain = await startMailReceiver({ security: "none" });
    expect(await send({ ...plain.settings, security: "starttls" })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("TLS"),
    });
    expect(plain.received).toHaveLength(0);
    expect(await mail(makeMessage(), plain.settings, inTime())).toMatchObject({ kind: "delivered" });
    await plain.close();
  });

  it("is not sent without the login that was asked for", async () => {
    const plain = await startMailReceiver({ security: "none" });
    expect(await send(plain.settings)).toMatchObject({
      kind: "refused",
      channelIsGone: true,
      reason: expect.stringContaining("no way to sign in"),
    });
    expect(plain.received).toHaveLength(0);
    await plain.close();
  });

  it("goes to a server that is encrypted from the first byte", async () => {
    const secure = await startMailReceiver({ security: "tls" });
    const made = makeSenders({ certificates: [secure.certificate] });
    expect(await made.senders.email(makeMessage(), secure.settings, inTime())).toMatchObject({ kind: "delivered" });
    await Promise.all([secure.close(), made.close()]);
  });

  it("is never tried again with a password that is refused", async () => {
    const outcome = await send({ password: "wrong password" });
    expect(outcome).toMatchObject({ kind: "refused", channelIsGone: true, reason: expect.stringContaining("535") });
  });

  it("tells no password, also when the server repeats what it was sent", async () => {
    const repeating = createServer((socket) => {
      socket.on("error", () => undefined).write("220 mail.example.org ESMTP\r\n");
      socket.on("data", (data) => {
        for (const line of data.toString().split("\r\n").filter(Boolean)) {
          const base64 = line.split(" ")[2] ?? line;
          socket.write(line.startsWith("EHLO") ? "250 mail.example.org\r\n" : `500 "${line}" ${base64}\r\n`);
        }
      });
    });
    await new Promise<void>((resolve) => repeating.listen(0, "127.0.0.1", resolve));
    const { port } = repeating.address() as AddressInfo;
    const login = { username: "ops@example.org", password: "Very-Secret-Password" };
    const outcome = await send({ port, security: "none", ...login });
    expect(outcome).toMatchObject({ kind: "refused", answer: expect.stringContaining("AUTH •••") });
    const words = outcome.answer.split(/[\s"]+/).map((word) => Buffer.from(word, "base64").toString());
    expect(words.join(" ")).not.toMatch(/Secret|ops@/);
    await new Promise((resolve) => repeating.close(resolve));
  });

  it.each([
    ["connect", 421, { kind: "failed" }],
    ["login", 454, { kind: "failed" }],
    ["login", 535, { kind: "refused", channelIsGone: true }],
    ["recipient", 450, { kind: "failed" }],
    ["recipient", 550, { kind: "refused", channelIsGone: false }],
    ["data", 451, { kind: "failed" }],
    ["data", 554, { kind: "refused", channelIsGone: false }],
  ] as const)("refused at %s with %i", async (at, code, expected) => {
    server.failWith({ at, code });
    const outcome = await send();
    expect(outcome).toMatchObject({ ...expected, reason: expect.stringContaining(`SMTP ${code}`) });
    expect(JSON.stringify(outcome)).not.toContain(String(server.settings.password));
  });

  it("is not sent again to who has it when others have to wait", async () => {
    const to = ["one@example.org", "two@example.org"];
    server.failWith({ at: "recipient", code: 450, recipient: "two@example.org", times: 1 });
    const message = makeMessage({ dedupKey: "partly" });
    expect(await send({ to }, message)).toMatchObject({ kind: "failed", reason: expect.stringContaining("two@") });
    expect(await send({ to }, message)).toMatchObject({ kind: "delivered" });
    expect(server.received.map(({ recipients }) => recipients)).toEqual([["one@example.org"], ["two@example.org"]]);
  });

  it("is delivered, with a word on it, when some recipients are no more", async () => {
    server.failWith({ at: "recipient", code: 550, recipient: "gone@example.org" });
    expect(await send({ to: ["ops@example.org", "gone@example.org"] })).toMatchObject({
      kind: "delivered",
      answer: expect.stringContaining("gone@example.org"),
    });
  });

  it("is given up on when the server hangs", async () => {
    server.failWith("hang");
    expect(await send({}, makeMessage(), AbortSignal.timeout(150))).toMatchObject({
      kind: "failed",
      reason: "No answer came in time.",
    });
  });

  it("goes to no address that Banwatch never connects to", async () => {
    expect(await send({ host: "169.254.169.254", port: 25 })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("never connects"),
    });
    expect(await send({ host: "no-such-host.invalid" })).toMatchObject({
      reason: expect.stringContaining("name of the host"),
    });
    expect(await send({ port: await findClosedPort() })).toMatchObject({
      reason: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

/** Senders whose browsers' services never answer, or, once told so, fail at once; others take the message. */
function makeHangingSenders(isDead: (url: string) => boolean) {
  const tried: string[] = [];
  const delivered: string[] = [];
  let hangs = true;
  const pushHttp: HttpSender = {
    post: async ({ url }, signal) => {
      tried.push(url);
      if (!isDead(url)) {
        delivered.push(url);
        return { kind: "reply", status: 201, headers: {}, text: "" };
      }
      if (hangs && !signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return { kind: "fault", reason: "No answer came in time.", isHopeless: false };
    },
    close: async () => undefined,
  };
  const fail = () => {
    hangs = false;
  };
  return { ...makeSenders({ pushHttp }), tried, delivered, fail };
}

describe("push", () => {
  let service: PushReceiver;
  let counter = 0;
  const send = (other: Partial<ComposedMessage> = {}, signal = inTime()) => {
    counter += 1;
    return senders.push(makeMessage({ dedupKey: `push-${counter}`, ...other }), {}, signal);
  };

  beforeAll(async () => {
    service = await startPushReceiver();
  });
  afterEach(() => {
    service.failWith(null);
    service.received.length = 0;
    service.problems.length = 0;
    subscriptions = [];
  });
  afterAll(() => service.close());

  it("reaches every browser, encrypted for each, signed with Banwatch's key", async () => {
    subscriptions = [service.subscribe(vapid.publicKey), service.subscribe(vapid.publicKey)];
    expect(await send()).toMatchObject({ kind: "delivered", httpStatus: 201, answer: "2 of 2 browsers" });
    expect(service.problems).toEqual([]);
    expect(service.received.map(({ payload }) => payload)).toEqual([EXPECTED, EXPECTED]);
    expect(service.received[0]?.claims.sub).toBe(vapid.subject);
    expect(service.received[0]?.headers.urgency).toBe("high");
  });

  const EXPECTED = {
    title: makeMessage().title,
    body: makeMessage().text,
    tag: "inc_01",
    url: "https://banwatch.example.org/alerts/inc_01",
    event: "firing",
    severity: "critical",
  };

  it("is as small as it has to be", async () => {
    subscriptions = [service.subscribe(vapid.publicKey)];
    expect((await send({ title: "封".repeat(9_000), text: '"封\n'.repeat(9_000) })).kind).toBe("delivered");
    expect(service.problems).toEqual([]);
  });

  it.each([404, 410])("forgets a browser that is no more (%i), and reaches the others", async (status) => {
    const [gone, kept] = [service.subscribe(vapid.publicKey), service.subscribe(vapid.publicKey)];
    subscriptions = [gone, kept];
    service.failWith({ status, id: gone.id });
    expect(await send()).toMatchObject({ kind: "delivered", answer: "1 of 2 browsers" });
    expect(subscriptions).toEqual([kept]);
    expect(service.received.map(({ subscriptionId }) => subscriptionId)).toEqual([kept.id]);
  });

  it("is tried again for those only that have not got it", async () => {
    const [slow, quick] = [service.subscribe(vapid.publicKey), service.subscribe(vapid.publicKey)];
    subscriptions = [slow, quick];
    service.failWith({ status: 429, retryAfterSeconds: 3, id: slow.id });
    expect(await send({ dedupKey: "again" })).toMatchObject({ kind: "failed", retryAfterMs: 3_000 });
    service.failWith(null);
    expect(await send({ dedupKey: "again" })).toMatchObject({ kind: "delivered", answer: "2 of 2 browsers" });
    expect(service.received.map(({ subscriptionId }) => subscriptionId)).toEqual([quick.id, slow.id]);
  });

  it("does not wait for ever for one browser that never takes it", async () => {
    const [dead, quick] = [service.subscribe(vapid.publicKey), service.subscribe(vapid.publicKey)];
    subscriptions = [dead, quick];
    service.failWith({ status: 503, id: dead.id });
    const kinds = [];
    for (let attempt = 0; attempt < 3; attempt += 1) kinds.push((await send({ dedupKey: "dead" })).kind);
    expect(kinds).toEqual(["failed", "failed", "delivered"]);
    expect(service.received).toHaveLength(1);
  });

  it("gives up on a browser after three failures also where nobody else took the message", async () => {
    subscriptions = [service.subscribe(vapid.publicKey)];
    service.failWith({ status: 503 });
    const outcomes = [];
    for (let attempt = 0; attempt < 3; attempt += 1) outcomes.push(await send({ dedupKey: "all dead" }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["failed", "failed", "refused"]);
    expect(outcomes[2]).toMatchObject({ httpStatus: 503, channelIsGone: false, answer: "0 of 1 browsers" });
    // The last try outlasts a short outage of Banwatch's own network.
    expect(outcomes.slice(0, 2)).toMatchObject([{ retryAfterMs: null }, { retryAfterMs: 600_000 }]);
  });

  it("reaches a browser in spite of many older and newer ones that never answer", async () => {
    const dead = Array.from({ length: 80 }, () => service.subscribe(vapid.publicKey));
    const alive = service.subscribe(vapid.publicKey);
    subscriptions = [...dead.slice(0, 40), alive, ...dead.slice(40)];
    const own = makeHangingSenders((url) => url !== alive.endpoint);
    const sendOwn = (dedupKey: string, signal = inTime()) => own.senders.push(makeMessage({ dedupKey }), {}, signal);
    const tries: string[][] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      own.tried.length = 0;
      expect(await sendOwn("starved", AbortSignal.timeout(50))).toMatchObject({ kind: "failed" });
      tries.push([...own.tried]);
    }
    // Who was cut off by the end of an attempt is not held to have failed, and is asked first again.
    expect(tries.map((tried) => tried.length)).toEqual([32, 32, 32]);
    own.fail();
    await sendOwn("starved");
    expect(own.delivered).toEqual([alive.endpoint]);
    own.tried.length = 0;
    await sendOwn("the next message");
    expect(own.tried[0]).toBe(alive.endpoint);
    await own.close();
  });

  it("writes to no more than two hundred browsers at a time, to all of them in turn, the newest first", async () => {
    subscriptions = Array.from({ length: 450 }, () => service.subscribe(vapid.publicKey));
    const own = makeHangingSenders(() => true);
    own.fail();
    const newestFirst = subscriptions.map(({ endpoint }) => endpoint).reverse();
    for (const [from, to] of [
      [0, 200],
      [200, 400],
    ] as const) {
      own.tried.length = 0;
      await own.senders.push(makeMessage({ dedupKey: "turns" }), {}, inTime());
      expect(own.tried).toEqual(newestFirst.slice(from, to));
    }
    own.tried.length = 0;
    await own.senders.push(makeMessage({ dedupKey: "turns" }), {}, inTime());
    expect(own.tried.slice(0, 50)).toEqual(newestFirst.slice(400));
    await own.close();
  });

  it("is not asked for longer than minutes to wait by a browser's service", async () => {
    subscriptions = [service.subscribe(vapid.publicKey)];
    service.failWith({ status: 429, retryAfterSeconds: 86_400 });
    expect(await send()).toMatchObject({ kind: "failed", retryAfterMs: 300_000 });
  });

  it("keeps nothing of what a push service answers but its status", async () => {
    const server = createHttpServer((_request, response) => response.writeHead(405).end("INTERNAL token=abc123"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    subscriptions = [{ ...service.subscribe(vapid.publicKey), endpoint: `http://127.0.0.1:${port}/admin` }];
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", httpStatus: 405 });
    expect(JSON.stringify(outcome)).not.toMatch(/INTERNAL|abc123/);
    await new Promise((resolve) => server.close(resolve));
  });

  it.each(["http://127.0.0.1:PORT/x", "https://127.0.0.1:PORT/x", "https://internal.example.org:PORT/x"])(
    "goes to no service of this machine or its neighbours: %s",
    async (address) => {
      let connections = 0;
      const server = createServer((socket) => {
        connections += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const own = makeSenders({
        pushHttp: undefined,
        lookUp: (_hostname, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
      });
      const browser = service.subscribe(vapid.publicKey);
      subscriptions = [{ ...browser, endpoint: address.replace("PORT", String(port)) }];
      const outcome = await own.senders.push(makeMessage({ dedupKey: address }), {}, inTime());
      expect(outcome).toMatchObject({ reason: expect.stringMatching(/never connects|must begin with https/) });
      expect(connections).toBe(0);
      await own.close();
      await new Promise((resolve) => server.close(resolve));
    },
  );

  it("says so when nobody has it on, or one's keys are no keys", async () => {
    expect(await send()).toMatchObject({
      kind: "refused",
      channelIsGone: false,
      reason: expect.stringContaining("Nobody"),
    });
    subscriptions = [{ id: "x", endpoint: `${service.url}/send/x`, keys: { p256dh: "AAAA", auth: "AAAA" } }];
    expect(await send()).toMatchObject({
      kind: "refused",
      channelIsGone: false,
      reason: expect.stringContaining("usable"),
    });
  });

  it("is refused by a browser that subscribed with another key", async () => {
    subscriptions = [service.subscribe(webPush.generateVAPIDKeys().publicKey)];
    expect(await send()).toMatchObject({ kind: "refused", httpStatus: 403, channelIsGone: false });
    expect(subscriptions).toEqual([]);
  });

  it("is given up on when the push service hangs", async () => {
    subscriptions = [service.subscribe(vapid.publicKey)];
    service.failWith({ hang: true });
    expect(await send({}, AbortSignal.timeout(150))).toMatchObject({ kind: "failed" });
  });
});
