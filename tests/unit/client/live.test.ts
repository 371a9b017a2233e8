import { QueryClient, QueryObserver } from "@tanstack/react-query";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs } from "@/lib/client/live/backoff";
import {
  type LiveState,
  type LiveStream,
  openLiveStream,
  readTopics,
  type StreamSource,
} from "@/lib/client/live/live-stream";
import { allQueryKeys, queryKeysOf } from "@/lib/client/live/live-topics";
import { createRefreshQueue } from "@/lib/client/live/refresh-queue";
import type { Topic } from "@/lib/contracts/stream";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("queryKeysOf", () => {
  it.each<[Topic, string[]]>([
    ["errors", ["errors", "error-frequency", "guard"]],
    ["calls", ["overview", "callers"]],
    ["cooldowns", ["cooldowns", "overview", "guard"]],
    ["balances", ["balances", "overview"]],
    ["accounts", ["accounts", "balances", "overview", "guard"]],
    ["health", ["health"]],
    ["guard", ["guard"]],
    ["alerts", ["alerts"]],
  ])("refetches for %s what hangs on it", (topic, keys) => {
    expect(queryKeysOf([topic])).toEqual(keys.map((key) => [key]));
  });

  it("names each key once however many topics share it", () => {
    expect(queryKeysOf(["calls", "cooldowns", "balances"])).toEqual([
      ["overview"],
      ["callers"],
      ["cooldowns"],
      ["guard"],
      ["balances"],
    ]);
    expect(new Set(allQueryKeys().flat())).toEqual(
      new Set([
        "errors",
        "error-frequency",
        "guard",
        "overview",
        "callers",
        "alerts",
        "cooldowns",
        "balances",
        "accounts",
        "health",
      ]),
    );
    expect(allQueryKeys()).toHaveLength(10);
  });
});

describe("backoffMs", () => {
  it("lies between 1 and 30 seconds and grows, whatever chance says", () => {
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), random, (failures, chance) => {
        expect(backoffMs(failures, chance)).toBeGreaterThanOrEqual(1_000);
        expect(backoffMs(failures, chance)).toBeLessThanOrEqual(30_000);
        expect(backoffMs(failures + 1, chance)).toBeGreaterThanOrEqual(backoffMs(failures, chance));
      }),
    );
  });

  it("starts at one to two seconds and ends at 15 to 30", () => {
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([1_000, 2_000]);
    expect([backoffMs(99, 0), backoffMs(99, 1)]).toEqual([15_000, 30_000]);
  });
});

describe("readTopics", () => {
  it("takes a change as the server writes it", () => {
    expect(readTopics('{"serverNowMs":1,"topics":["errors","calls"]}')).toEqual(["errors", "calls"]);
  });

  it.each(["", "not json", "null", '{"topics":["errors"]}', '{"serverNowMs":1,"topics":["unheard-of"]}'])(
    "ignores what it cannot read: %s",
    (data) => expect(readTopics(data)).toEqual([]),
  );
});

class FakeSource implements StreamSource {
  readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
  /** As when the connection breaks; 2 when the server refuses it. */
  readyState = 0;
  isClosed = false;

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(type, listener);
  }
  close() {
    this.isClosed = true;
  }
  say(type: string, data = "") {
    this.listeners.get(type)?.({ data } as MessageEvent<string>);
  }
}

describe("openLiveStream", () => {
  let sources: FakeSource[];
  let states: LiveState[];
  let changes: (readonly Topic[])[];
  let connections: number;
  let refusals: number;
  let isHidden: boolean;
  let stream: LiveStream;

  const newest = () => sources.at(-1) as FakeSource;
  const start = () =>
    openLiveStream({
      open: () => {
        sources.push(new FakeSource());
        return newest();
      },
      onState: (state) => states.push(state),
      onConnected: () => connections++,
      onChange: (topics) => changes.push(topics),
      onRefused: () => refusals++,
      isHidden: () => isHidden,
      random: () => 0,
      now: Date.now,
    });

  beforeEach(() => {
    [sources, states, changes, connections, refusals, isHidden] = [[], [], [], 0, 0, false];
    stream = start();
  });
  afterEach(() => stream.close());

  it("is live only once the server has said hello, and catches up then", () => {
    expect([states, connections]).toEqual([["connecting"], 0]);
    newest().say("hello");
    expect([states, connections]).toEqual([["connecting", "live"], 1]);
  });

  it("passes changes on and ignores what it cannot read", () => {
    newest().say("hello");
    newest().say("change", "{");
    newest().say("change", '{"serverNowMs":1,"topics":["errors"]}');
    expect(changes).toEqual([["errors"]]);
  });

  it("closes a lost connection, waits longer each time, and catches up when it is back", () => {
    newest().say("hello");
    newest().say("error");
    expect([newest().isClosed, states.at(-1), sources.length]).toEqual([true, "lost", 1]);

    vi.advanceTimersByTime(999);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(2);

    newest().say("error");
    vi.advanceTimersByTime(1_999);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sources).toHaveLength(3);
    expect(states.at(-1)).toBe("lost");

    newest().say("hello");
    expect([states.at(-1), connections]).toEqual(["live", 2]);
  });

  it("starts from the shortest wait again after a connection that worked", () => {
    for (let time = 0; time < 4; time++) {
      newest().say("error");
      vi.advanceTimersByTime(1_000 * 2 ** time);
    }
    newest().say("hello");
    const before = sources.length;
    newest().say("error");
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(before + 1);
  });

  it("gives up a connection that never says hello", () => {
    vi.advanceTimersByTime(10_000);
    expect([newest().isClosed, states.at(-1)]).toEqual([true, "lost"]);
  });

  it("closes the stream while hidden, does not try again, and reconnects when shown", () => {
    newest().say("hello");
    isHidden = true;
    stream.noteVisibility();
    expect([newest().isClosed, states.at(-1)]).toEqual([true, "paused"]);
    vi.advanceTimersByTime(600_000);
    expect(sources).toHaveLength(1);

    isHidden = false;
    stream.noteVisibility();
    newest().say("hello");
    expect([sources.length, states.at(-1), connections]).toEqual([2, "live", 2]);
  });

  it("stays paused when the network comes and goes while hidden", () => {
    isHidden = true;
    stream.noteVisibility();
    stream.noteOffline();
    stream.noteOnline();
    vi.advanceTimersByTime(60_000);
    expect([sources.length, states.at(-1)]).toEqual([1, "paused"]);
  });

  it("listens to a closed connection no more", () => {
    const old = newest();
    old.say("hello");
    old.say("error");
    old.say("hello");
    old.say("change", '{"serverNowMs":1,"topics":["errors"]}');
    expect([states.at(-1), connections, changes]).toEqual(["lost", 1, []]);
  });

  it("says lost as soon as the network is gone and reconnects as soon as it is back", () => {
    newest().say("hello");
    stream.noteOffline();
    expect(states.at(-1)).toBe("lost");
    stream.noteOnline();
    expect(sources).toHaveLength(2);
  });

  it("reconnects after the machine slept, since the old connection may be dead unnoticed", () => {
    newest().say("hello");
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(5_000);
    expect([sources[0]?.isClosed, sources.length]).toEqual([true, 2]);
  });

  it("tells a server that refuses the stream from a connection that broke", () => {
    newest().say("error");
    expect(refusals).toBe(0);
    vi.advanceTimersByTime(1_000);
    newest().readyState = 2;
    newest().say("error");
    expect([refusals, states.at(-1)]).toEqual([1, "lost"]);
  });

  it("leaves nothing running once closed, whatever it is told after that", () => {
    newest().say("error");
    stream.close();
    stream.noteOffline();
    stream.noteOnline();
    isHidden = true;
    stream.noteVisibility();
    isHidden = false;
    stream.noteVisibility();
    vi.advanceTimersByTime(60_000);
    expect([newest().isClosed, sources.length, vi.getTimerCount()]).toEqual([true, 1, 0]);
  });
});

describe("createRefreshQueue", () => {
  /** A query whose answers take `durationMs`, as a mounted component holds it. */
  const mount = (durationMs: number) => {
    const client = new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
    });
    const queryFn = vi.fn(() => new Promise((resolve) => setTimeout(() => resolve(Date.now()), durationMs)));
    const unmount = new QueryObserver(client, { queryKey: ["errors", "latest"], queryFn }).subscribe(() => undefined);
    const page = { isHidden: false };
    return { client, queryFn, unmount, page, queue: createRefreshQueue(client, () => page.isHidden) };
  };

  it("refetches at once", async () => {
    const { queue, queryFn, unmount } = mount(10);
    await vi.advanceTimersByTimeAsync(10);
    queue.refresh([["errors"]]);
    expect(queryFn).toHaveBeenCalledTimes(2);
    unmount();
  });

  it("turns a storm into two refetches a second and keeps the newest change", async () => {
    const { queue, queryFn, unmount } = mount(10);
    await vi.advanceTimersByTimeAsync(10);
    for (let time = 0; time < 200; time++) {
      queue.refresh([["errors"]]);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(queryFn.mock.calls.length - 1).toBeLessThanOrEqual(5);
    const during = queryFn.mock.calls.length;
    queue.refresh([["errors"]]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(queryFn.mock.calls.length).toBeGreaterThan(during);
    unmount();
  });

  it("asks no more once the page is hidden, not even for a change from before", async () => {
    const { queue, queryFn, unmount, page } = mount(10);
    await vi.advanceTimersByTimeAsync(10);
    queue.refresh([["errors"]]);
    queue.refresh([["errors"]]);
    page.isHidden = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(queryFn).toHaveBeenCalledTimes(2);
    unmount();
  });

  it("waits for a slow answer instead of asking over and over without ever getting one", async () => {
    const { client, queue, queryFn, unmount } = mount(3_000);
    await vi.advanceTimersByTimeAsync(3_000);
    const first = client.getQueryData(["errors", "latest"]);
    for (let time = 0; time < 40; time++) {
      queue.refresh([["errors"]]);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(queryFn.mock.calls.length).toBeLessThanOrEqual(3);
    expect(client.getQueryData(["errors", "latest"])).not.toBe(first);
    unmount();
  });

  it("asks again after a first load that was on its way when the change came", async () => {
    const { queue, queryFn, unmount } = mount(100);
    queue.refresh([["errors"]]);
    expect(queryFn).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(queryFn).toHaveBeenCalledTimes(2);
    unmount();
  });
});
