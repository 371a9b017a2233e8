import { describe, expect, it } from "vitest";
import { createChangeHub } from "@/lib/server/live/change-hub";
import { takeStreamRequest } from "@/lib/server/live/stream-door";
import { MAX_STREAMS_OF_ONE } from "@/lib/server/live/stream-response";
import type { Runtime } from "@/lib/server/runtime";
import type { Actor } from "@/lib/server/team/actor";

const VI: Actor = { kind: "person", id: "p1", name: "Vi", role: "viewer", callerAddress: null };
const OTHER: Actor = { ...VI, id: "p2" };

function createDoor() {
  const access = { identify: async () => VI } as unknown as Runtime["access"];
  const runtime = { hub: createChangeHub(), access };
  return (actor: Actor) =>
    takeStreamRequest(new Request("http://localhost:3000/api/stream"), { runtime, actor }).then(
      ({ body }) => body,
      (error: { status: number; code: string }) => error.code,
    );
}

describe("the live streams of one person", () => {
  it("end at the limit, leave others theirs, and make room when one closes", async () => {
    const open = createDoor();
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS_OF_ONE }, () => open(VI)));
    expect(streams.every((stream) => stream instanceof ReadableStream)).toBe(true);
    expect(await open(VI)).toBe("too_many_streams");

    const another = await open(OTHER);
    expect(another).toBeInstanceOf(ReadableStream);

    await (streams[0] as ReadableStream).cancel();
    const again = await open(VI);
    expect(again).toBeInstanceOf(ReadableStream);
    expect(await open(VI)).toBe("too_many_streams");
    for (const stream of [...streams.slice(1), another, again]) await (stream as ReadableStream).cancel();
  });
});
