import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type * as FetchJson from "@/lib/client/api/fetch-json";

const ANSWER = z.object({ done: z.literal(true) });

const refuse = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: `said ${code}` } }, { status, headers });

describe("fetchJson", () => {
  let api: typeof FetchJson;
  const assign = vi.fn();
  const fetch = vi.fn<() => Promise<Response>>();

  beforeEach(async () => {
    vi.resetModules();
    assign.mockClear();
    vi.stubGlobal("fetch", fetch);
    vi.stubGlobal("window", { location: { pathname: "/errors", search: "?period=1h", assign } });
    api = await import("@/lib/client/api/fetch-json");
  });
  afterEach(() => vi.unstubAllGlobals());

  const get = () => api.fetchJson("/api/errors", ANSWER);

  it("sends a viewer who was signed out elsewhere to the sign-in page once, with the way back", async () => {
    fetch.mockImplementation(async () => refuse(401, "signed_out"));
    const asked = await Promise.allSettled([get(), get(), api.sendJson("DELETE", "/api/session", undefined, ANSWER)]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(assign.mock.calls).toEqual([["/sign-in?next=%2Ferrors%3Fperiod%3D1h"]]);
  });

  it.each([
    ["a wrong password", 401, "wrong_credentials"],
    ["a role that is not enough", 403, "forbidden"],
    ["a busy database", 503, "database_busy"],
  ])("stays where it is for %s", async (_what, status, code) => {
    fetch.mockImplementation(async () => refuse(status, code));
    await expect(get()).rejects.toMatchObject({ status, problem: { code } });
    expect(assign).not.toHaveBeenCalled();
  });

  it("stays on the sign-in page, where nobody is signed in anyway", async () => {
    vi.stubGlobal("window", { location: { pathname: "/sign-in", search: "", assign } });
    fetch.mockImplementation(async () => refuse(401, "signed_out"));
    await expect(get()).rejects.toMatchObject({ status: 401 });
    expect(assign).not.toHaveBeenCalled();
  });

  it.each([
    ["17", 17],
    ["soon", null],
    ["-1", null],
  ])("reads Retry-After %j as %s seconds", async (value, seconds) => {
    fetch.mockImplementation(async () => refuse(429, "too_many_attempts", { "retry-after": value }));
    await expect(get()).rejects.toMatchObject({ retryAfterSeconds: seconds });
  });

  it("sends a change without a body as nothing, not as JSON", async () => {
    fetch.mockImplementation(async () => Response.json({ done: true }));
    await api.sendJson("DELETE", "/api/session", undefined, ANSWER);
    expect(fetch).toHaveBeenCalledWith("/api/session", { method: "DELETE" });
  });

  it.each([undefined, { threshold: 1 }])("gives a question up that was overtaken (body %j)", async (body) => {
    const { signal } = new AbortController();
    fetch.mockImplementation(async () => Response.json({ done: true }));
    await api.sendJson("POST", "/api/alerts/rules/preview", body, ANSWER, signal);
    expect(fetch).toHaveBeenLastCalledWith("/api/alerts/rules/preview", expect.objectContaining({ signal }));
  });
});
