import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";
import type { Actor } from "@/lib/server/team/actor";

const info = vi.fn();
let actor: Actor | null = null;

vi.mock("@/lib/server/runtime-slot", () => ({
  getRuntime: async () => ({
    env: { publicUrl: null },
    log: { info, error: vi.fn() },
    access: { identify: async () => actor },
    services: {},
  }),
}));

const VIEWER: Actor = { kind: "person", id: "p1", name: "Vi", role: "viewer", callerAddress: "192.0.2.7" };

const secretBody = changeRoute(
  { access: "operator", body: z.object({ reason: z.string() }), response: doneResponse },
  () => ({ done: true }),
);

const send = async (headers: Record<string, string> = {}, body: unknown = { reason: "canary" }) => {
  const request = new Request("http://localhost:3000/api/cooldowns/c1/resume?token=canary", {
    method: "POST",
    headers: { host: "localhost:3000", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return (await secretBody(request, { params: Promise.resolve({}) })).status;
};

describe("a refused request", () => {
  beforeEach(() => {
    info.mockClear();
  });

  it("of somebody without the role is logged with who, what and from where, and without what was sent", async () => {
    actor = VIEWER;
    expect(await send()).toBe(403);
    expect(info.mock.calls).toEqual([
      [
        {
          status: 403,
          method: "POST",
          path: "/api/cooldowns/c1/resume",
          actor: { kind: "person", id: "p1" },
          callerAddress: "192.0.2.7",
        },
        "refused a request",
      ],
    ]);
  });

  it("from a foreign page, or that no page would send, is logged as well", async () => {
    actor = { ...VIEWER, role: "operator" };
    expect(await send({ origin: "https://evil.example" })).toBe(403);
    expect(await send({}, { reason: 7 })).toBe(400);
    expect(info).toHaveBeenCalledTimes(2);
  });

  it("of nobody is not: whoever reaches the port could fill the log", async () => {
    actor = null;
    expect(await send()).toBe(401);
    expect(await send({ origin: "https://evil.example" })).toBe(401);
    expect(info).not.toHaveBeenCalled();
  });

  it("is not what was taken", async () => {
    actor = { ...VIEWER, role: "operator" };
    expect(await send()).toBe(200);
    expect(info).not.toHaveBeenCalled();
  });
});
