import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noRoomForBody, replyTooLate, turnTooLate } from "@/lib/server/proxy/own-answer";
import { createUpstream, type SendOptions, type Upstream } from "@/lib/server/proxy/upstream";
import { until } from "../../support/until";

const UNDER_WAY = 256;
const NO_BODY = new Uint8Array();
const HELD = { origin: "held", code: "ERROR_IP_BANNED", description: "held" } as const;

/** A provider that answers when it is told to, unless it is prompt. */
let server: Server;
let baseUrl: string;
let arrived: string[];
let pending: ServerResponse[];
let isPrompt: boolean;
let upstream: Upstream;

const open = (replyTimeoutMs = 10_000) => {
  upstream = createUpstream({ replyTimeoutMs, refuseAddress: () => null });
};
const send = (method: string, options?: SendOptions) => upstream.send(baseUrl, method, {}, NO_BODY, options);
const fill = () => Array.from({ length: UNDER_WAY }, () => send("filling"));
const answerAll = () => {
  for (const response of pending.splice(0)) response.end("{}");
};

beforeEach(async () => {
  arrived = [];
  pending = [];
  isPrompt = false;
  server = createServer((request, response) => {
    arrived.push(request.url?.slice(1) ?? "");
    if (isPrompt) response.end("{}");
    else pending.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await upstream.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("a call that waits for its turn", () => {
  it("is sent in its order after those under way, Banwatch's own questions first", async () => {
    open();
    const filling = fill();
    const order: string[] = [];
    const waiting = ["first", "second", "own"].map((name) =>
      send(name, {
        isOwn: name === "own",
        askAgain: () => {
          order.push(name);
          return null;
        },
      }),
    );
    await until("256 are under way", () => pending.length === UNDER_WAY);
    expect(arrived).not.toContain("first");
    answerAll();
    await Promise.all(filling);
    await until("the others came", () => pending.length === 3);
    answerAll();
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(["reply", "reply", "reply"]);
    expect(order).toEqual(["own", "first", "second"]);
  });

  it("is asked about again, and not sent when it is held by then", async () => {
    open();
    const filling = fill();
    const held = Array.from({ length: 500 }, () => send("held", { askAgain: () => HELD }));
    await until("256 are under way", () => pending.length === UNDER_WAY);
    pending.shift()?.end("{}");
    // One slot is enough for all of them: who does not go hands it on.
    for (const outcome of await Promise.all(held)) expect(outcome).toEqual({ kind: "held", answer: HELD });
    answerAll();
    await Promise.all(filling);
    expect(arrived).not.toContain("held");
  });

  it("is asked about only when the reply before it has been taken note of", async () => {
    open();
    let isBanned = false;
    const note = async () => {
      await send("filling");
      isBanned = true;
    };
    const filling = Array.from({ length: UNDER_WAY }, note);
    const waiting = send("waiting", { askAgain: () => (isBanned ? HELD : null) });
    await until("256 are under way", () => pending.length === UNDER_WAY);
    pending.shift()?.end("{}");
    expect(await waiting).toMatchObject({ kind: "held" });
    answerAll();
    await Promise.all(filling);
    expect(arrived).not.toContain("waiting");
  });

  it("gives up after the same time as one that was sent, and no slot is lost", async () => {
    open(500);
    const filling = fill();
    const waiting = Array.from({ length: 10 }, () => send("waiting"));
    for (const outcome of await Promise.all(filling)) {
      expect(outcome).toEqual({ kind: "failed", answer: replyTooLate(500) });
    }
    // The last moment may still bring one of them its turn.
    const answers = [turnTooLate(500), replyTooLate(500)].map((answer) => ({ kind: "failed", answer }));
    for (const outcome of await Promise.all(waiting)) expect(answers).toContainEqual(outcome);
    isPrompt = true;
    for (let round = 0; round < 30; round += 1) {
      const after = await Promise.all(Array.from({ length: 10 }, () => send("after")));
      expect(after.map(({ kind }) => kind)).toEqual(Array(10).fill("reply"));
    }
  });

  it("is refused when too many bytes wait already", async () => {
    open();
    const filling = fill();
    const body = new Uint8Array(16 * 1024 * 1024);
    const waiting = Array.from({ length: 20 }, () => upstream.send(baseUrl, "waiting", {}, body));
    const refused = await Promise.all(waiting.slice(16));
    expect(refused).toEqual(Array(4).fill({ kind: "failed", answer: noRoomForBody }));
    await until("256 are under way", () => pending.length === UNDER_WAY);
    isPrompt = true;
    answerAll();
    const outcomes = await Promise.all([...filling, ...waiting.slice(0, 16)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(UNDER_WAY + 16).fill("reply"));
  });

  it("is told that it was not sent when Banwatch stops", async () => {
    open();
    const filling = fill();
    const waiting = send("waiting");
    await until("256 are under way", () => pending.length === UNDER_WAY);
    await upstream.close();
    const outcome = await waiting;
    expect(outcome).toMatchObject({ kind: "failed", answer: { origin: "transport" } });
    expect((outcome as { answer: { description: string } }).answer.description).toContain("The call was not sent");
    await Promise.all(filling);
    expect(arrived).not.toContain("waiting");
  });
});

describe("a call that waits for a connection", () => {
  it("is asked about again once it is there, which serves the next call when this one is held", async () => {
    open();
    let connections = 0;
    server.on("connection", () => {
      connections += 1;
    });
    expect(await send("held", { askAgain: () => HELD })).toEqual({ kind: "held", answer: HELD });
    expect(arrived).toEqual([]);
    const next = send("next", { askAgain: () => HELD });
    await until("it came", () => pending.length === 1);
    answerAll();
    expect(await next).toMatchObject({ kind: "reply", status: 200 });
    expect(connections).toBe(1);
  });
});
