import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NONCE_HEADER, VIEWER_HEADER } from "@/lib/contracts/page-headers";
import type { Ownership, Viewer } from "@/lib/contracts/session";
import { createFront } from "@/lib/server/front/take-request";
import { PEER_ADDRESS_HEADER } from "@/lib/server/peer-address";

const ANN: Viewer = { id: "1", name: "Ann 安", email: "ann@example.com", role: "owner", totp: false, password: true };

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let server: Server;
let port: number;
let ownership: Ownership;
let failure: Error | null;
let logged: object[];
/** What got through to the application. */
let seen: Seen[];
/** What the application answers with. */
let ownHeaders: Record<string, string>;

beforeEach(async () => {
  ownership = "owned";
  failure = null;
  logged = [];
  seen = [];
  ownHeaders = {};
  const runtime = {
    log: { error: (fields: object) => void logged.push(fields) },
    access: {
      ownership: () => ownership,
      openPage: async (headers: Headers) => {
        if (failure !== null) throw failure;
        const isAnn = headers.get("cookie") === "session=ann";
        return { viewer: isAnn ? ANN : null, setCookies: isAnn ? ["session=ann2; HttpOnly", "other=1"] : [] };
      },
    },
  };
  const front = createFront({
    host: "127.0.0.1",
    publicUrl: "https://ban.example",
    trustedProxies: ["127.0.0.1"],
    dev: false,
    runtime: async () => runtime,
  });
  server = createServer((incoming, response) => {
    void front.take(incoming, response, ({ method, url, headers }, answer) => {
      seen.push({ method, url, headers: { ...headers } });
      for (const [name, value] of Object.entries(ownHeaders)) answer.setHeader(name, value);
      answer.end("served");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    call.once("error", reject).end();
  });
}

const SIGNED_IN = { cookie: "session=ann" };

describe("a page", () => {
  it("is not made for who is not signed in", async () => {
    const answer = await ask("GET", "/errors?a=1");
    expect(answer).toMatchObject({ status: 307, headers: { location: "/sign-in?next=%2Ferrors%3Fa%3D1" } });
    expect(seen).toEqual([]);
  });

  it("is told who looks at it, and the browser gets its new cookies", async () => {
    const answer = await ask("GET", "/errors", SIGNED_IN);
    expect(answer).toMatchObject({ status: 200, text: "served" });
    expect(answer.headers["set-cookie"]).toEqual(["session=ann2; HttpOnly", "other=1"]);
    const value = String(seen[0]?.headers[VIEWER_HEADER]);
    expect(JSON.parse(Buffer.from(value, "base64url").toString())).toEqual(ANN);
  });

  it("has a nonce of its own that the application is told of, and is kept by nobody", async () => {
    ownHeaders = { "cache-control": "public, max-age=60", "content-security-policy": "default-src *" };
    const [one, two] = [await ask("GET", "/", SIGNED_IN), await ask("GET", "/", SIGNED_IN)];
    const nonces = seen.map(({ headers }) => String(headers[NONCE_HEADER]));
    expect(new Set(nonces).size).toBe(2);
    for (const [index, nonce] of nonces.entries()) {
      expect(nonce).toMatch(/^[\w-]{20,}$/);
      expect(seen[index]?.headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
    }
    expect(one.headers["cache-control"]).toBe("private, no-store");
    expect(two.headers["strict-transport-security"]).toContain("max-age=");
  });

  it("sends the policy that the application was given", async () => {
    const answer = await ask("GET", "/", SIGNED_IN);
    expect(answer.headers["content-security-policy"]).toBe(seen[0]?.headers["content-security-policy"]);
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(answer.headers["permissions-policy"]).toContain("camera=()");
  });

  it("that the router asks for in the background answers with nothing, so that the browser loads it anew", async () => {
    expect(await ask("GET", "/errors", { rsc: "1" })).toMatchObject({ status: 204, text: "" });
    expect(seen).toEqual([]);
    expect(await ask("GET", "/errors", { rsc: "1", ...SIGNED_IN })).toMatchObject({ status: 200 });
  });

  it("is not made when it cannot be told who asks, and the log says why", async () => {
    failure = new Error("the database is gone");
    const answer = await ask("GET", "/errors", SIGNED_IN);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("database");
    expect(logged).toEqual([{ err: failure }]);
    expect(seen).toEqual([]);
  });
});

describe("what a caller says about itself", () => {
  it("is dropped where it is ours to say", async () => {
    await ask("POST", "/api/accounts", {
      [VIEWER_HEADER]: "forged",
      [NONCE_HEADER]: "forged",
      [PEER_ADDRESS_HEADER]: "198.51.100.1",
      "x-banwatch-anything": "forged",
      "content-security-policy": "script-src 'nonce-forged'",
      "x-forwarded-host": "evil.example",
      forwarded: "for=198.51.100.1",
      "next-action": "00",
      "x-kept": "kept",
    });
    expect(seen[0]?.headers).toMatchObject({ "x-kept": "kept", [PEER_ADDRESS_HEADER]: "127.0.0.1" });
    expect(JSON.stringify(seen[0])).not.toMatch(/forged|evil|198\.51|next-action/);
  });

  it("is taken from a server in front that is trusted", async () => {
    await ask("POST", "/createTask", { "x-forwarded-for": "9.9.9.9, 198.51.100.7" });
    expect(seen[0]).toMatchObject({
      url: "/api/proxy/createTask",
      headers: { [PEER_ADDRESS_HEADER]: "198.51.100.7" },
    });
  });
});

describe("everything that is no page", () => {
  it("keeps the headers that a route sets, and gets the rest", async () => {
    ownHeaders = { "content-security-policy": "sandbox; default-src 'none'", "cache-control": "no-store" };
    const { headers } = await ask("POST", "/createTask");
    expect(headers).toMatchObject({ ...ownHeaders, "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
    ownHeaders = {};
    expect((await ask("GET", "/api/accounts")).headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it.each(["POST /", "POST /errors/1", "PUT /errors", "DELETE /", "POST /_next/static/a.js"])(
    "that a page cannot take is refused: %s",
    async (line) => {
      const [method = "", path = ""] = line.split(" ");
      expect((await ask(method, path, { ...SIGNED_IN, "next-action": "00" })).status).toBe(405);
      expect(seen).toEqual([]);
    },
  );

  it.each(["createTask", "getTaskResult", "getBalance", "getSoftID"])(
    "says how a method of the provider is called when it is opened in a browser: %s",
    async (method) => {
      const { status, headers, text } = await ask("GET", `/${method}?clientKey=x`);
      expect({ status, allow: headers.allow, message: JSON.parse(text).error.message }).toEqual({
        status: 405,
        allow: "POST",
        message: "Call this with POST.",
      });
      expect(seen).toEqual([]);
    },
  );

  it("is refused when it announces more than 64 KiB to the API, before it is read", async () => {
    expect((await ask("POST", "/api/accounts", { "content-length": "65537" })).status).toBe(413);
    expect(seen).toEqual([]);
  });

  it("is refused on a network until there is an owner, but for what sets one up", async () => {
    ownership = "unowned-needs-code";
    for (const line of ["POST /createTask", "POST /api/proxy/createTask", "GET /api/accounts"]) {
      const [method = "", path = ""] = line.split(" ");
      const { status, text } = await ask(method, path);
      expect({ status, code: JSON.parse(text).error.code }).toEqual({ status: 503, code: "set_up_first" });
    }
    expect(await ask("GET", "/errors")).toMatchObject({ status: 307, headers: { location: "/setup" } });
    expect(seen).toEqual([]);
    for (const path of ["/setup", "/api/session", "/api/setup/owner", "/api/health", "/_next/static/a.js"]) {
      expect((await ask("GET", path)).status, path).toBe(200);
    }
  });
});

describe("a request that was not meant for this server", () => {
  it("is refused by its name and by its path", async () => {
    expect((await ask("GET", "/errors", { host: "evil.example", ...SIGNED_IN })).status).toBe(421);
    expect((await ask("GET", "/errors", { host: "ban.example", ...SIGNED_IN })).status).toBe(200);
    expect((await ask("GET", "/_next/static/../../errors")).status).toBe(400);
    expect(seen).toHaveLength(1);
  });
});
