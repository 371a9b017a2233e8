import { afterEach, describe, expect, it, vi } from "vitest";
import { createByteBudget } from "@/lib/server/http/byte-budget";
import { takeNextCall } from "@/lib/server/proxy/next-door";
import type { ProviderCall, ProviderReply } from "@/lib/server/proxy/provider-call";

const REPLY: ProviderReply = { origin: "upstream", status: 200, headers: {}, body: Buffer.from("{}") };
const handler = () => vi.fn<(call: ProviderCall) => Promise<ProviderReply>>(async () => REPLY);
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://banwatch.test/api/proxy/createTask", {
    method: "POST",
    headers,
    body,
    duplex: "half",
  } as RequestInit);

/** A body that sends its parts when told to. */
function slowBody() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
  });
  const send = (bytes: number) => controller?.enqueue(new Uint8Array(bytes));
  return { stream, send, end: () => controller?.close() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the door for calls", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(["cross-site", "same-site", "", "Same-Origin"])("turns a foreign page away (%j)", async (site) => {
    const handleCall = handler();
    const response = await takeNextCall({ handleCall }, post("{}", { "sec-fetch-site": site }), "createTask");
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errorId: 1, errorCode: "ERROR_REQUIRED_FIELDS" });
    expect(handleCall).not.toHaveBeenCalled();
  });

  it.each([undefined, "none", "same-origin"])("lets a program and its own pages in (%j)", async (site) => {
    const handleCall = handler();
    const headers: Record<string, string> = site === undefined ? {} : { "sec-fetch-site": site };
    expect((await takeNextCall({ handleCall }, post("{}", headers), "createTask")).status).toBe(200);
    expect(handleCall).toHaveBeenCalledOnce();
  });

  it("turns a call away at once when the bodies of others fill the memory set aside, and takes it when they are through", async () => {
    const handleCall = handler();
    const budget = createByteBudget(100);
    const slow = slowBody();
    const first = takeNextCall({ handleCall }, post(slow.stream), "createTask", budget);
    slow.send(60);
    await turn();
    const refused = await takeNextCall({ handleCall }, post("x".repeat(60)), "createTask", budget);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(handleCall).not.toHaveBeenCalled();
    slow.end();
    expect((await first).status).toBe(200);
    expect((await takeNextCall({ handleCall }, post("x".repeat(100)), "createTask", budget)).status).toBe(200);
  });

  it("counts a body no longer while its call waits for the provider", async () => {
    const budget = createByteBudget(100);
    let answer: (reply: ProviderReply) => void = () => undefined;
    const waiting = vi.fn(() => new Promise<ProviderReply>((resolve) => (answer = resolve)));
    const first = takeNextCall({ handleCall: waiting }, post("x".repeat(100)), "createTask", budget);
    await vi.waitFor(() => expect(waiting).toHaveBeenCalled());
    expect(budget.take(100)).toBe(true);
    answer(REPLY);
    await first;
  });

  it("holds nothing of a body that is too large, or whose program hangs up", async () => {
    const handleCall = handler();
    const budget = createByteBudget(11 * 1024 * 1024);
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    await takeNextCall({ handleCall }, post(large), "createTask", budget);
    expect(handleCall.mock.calls[0]?.[0].body).toEqual({ kind: "too-large" });
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("gone")),
      start: (controller) => controller.enqueue(new Uint8Array(50)),
    });
    expect((await takeNextCall({ handleCall }, post(broken), "createTask", budget)).status).toBe(400);
    expect(budget.take(11 * 1024 * 1024)).toBe(true);
  });

  it("waits 60 s for the rest of a body, and holds nothing of it after", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const handleCall = handler();
    const budget = createByteBudget(100);
    const slow = slowBody();
    const call = takeNextCall({ handleCall }, post(slow.stream), "createTask", budget);
    await turn();
    // Nothing runs before the first byte.
    vi.advanceTimersByTime(120_000);
    slow.send(60);
    await turn();
    vi.advanceTimersByTime(59_999);
    slow.send(1);
    await turn();
    expect(budget.take(50)).toBe(false);
    vi.advanceTimersByTime(1);
    expect((await call).status).toBe(408);
    expect(handleCall).not.toHaveBeenCalled();
    expect(budget.take(100)).toBe(true);
  });
});
