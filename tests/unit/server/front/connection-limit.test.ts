import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { type CountedSocket, createConnectionLimit } from "@/lib/server/front/connection-limit";

class FakeSocket extends EventEmitter {
  destroyed = false;
  constructor(readonly remoteAddress: string | undefined) {
    super();
  }
  destroy() {
    this.destroyed = true;
    this.emit("close");
    return this;
  }
}

const MAX = 3;

function openFrom(limit: ReturnType<typeof createConnectionLimit>, address: string | undefined, times: number) {
  const sockets = Array.from({ length: times }, () => new FakeSocket(address));
  for (const socket of sockets) limit.take(socket as unknown as CountedSocket);
  return sockets;
}
const countOpen = (sockets: readonly FakeSocket[]) => sockets.filter(({ destroyed }) => !destroyed).length;

describe("the connections of one address", () => {
  it("end at the limit, in whatever spelling it comes, and leave other addresses theirs", () => {
    const limit = createConnectionLimit([], MAX);
    expect(countOpen([...openFrom(limit, "203.0.113.7", 2), ...openFrom(limit, "::ffff:203.0.113.7", 5)])).toBe(MAX);
    expect(countOpen(openFrom(limit, "203.0.113.8", 2))).toBe(2);
  });

  it("make room when they close, and a refused one does not make room twice", () => {
    const limit = createConnectionLimit([], MAX);
    const sockets = openFrom(limit, "203.0.113.7", MAX + 2);
    sockets[0]?.destroy();
    expect(countOpen(openFrom(limit, "203.0.113.7", 3))).toBe(1);
  });

  it("leave nothing behind", () => {
    const limit = createConnectionLimit([], MAX);
    for (const socket of openFrom(limit, "2001:db8::1", MAX + 1)) socket.emit("close");
    expect(limit.size()).toBe(0);
  });

  it.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "10.1.2.3", "2001:db8::7", undefined])(
    "are not counted for this machine and for a trusted server in front: %s",
    (address) => {
      const limit = createConnectionLimit(["10.0.0.0/8", "2001:db8::7"], MAX);
      expect(countOpen(openFrom(limit, address, 10))).toBe(10);
      expect(limit.size()).toBe(0);
    },
  );
});
