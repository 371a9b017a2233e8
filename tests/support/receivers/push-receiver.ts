import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { decrypt } from "http_ece";
import { expectWire, WireProblem } from "./wire";

/** A browser's subscription, as `PushSubscription.toJSON()` gives it. */
export interface TestSubscription {
  readonly id: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export interface ReceivedPush {
  readonly atMs: number;
  readonly subscriptionId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the browser's service worker would read. */
  readonly payload: unknown;
  /** The claims of the sender's token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface PushReceiver {
  readonly url: string;
  readonly port: number;
  /** Those that were taken. */
  readonly received: ReceivedPush[];
  /** What was not as the standards have it. */
  readonly problems: string[];
  /** Makes a browser that push is on in, for a sender with this key. */
  subscribe(vapidPublicKey: string): TestSubscription;
  /** @param failure for all subscriptions, or for one; null: does its work again */
  failWith(failure: { status?: number; hang?: boolean; retryAfterSeconds?: number; id?: string } | null): void;
  close(): Promise<void>;
}

interface Browser {
  readonly key: ECDH;
  readonly auth: string;
  readonly vapidPublicKey: string;
}

const DAY_SECONDS = 24 * 60 * 60;

/** RFC 8292: an ES256 token for this very origin, of the key that the browser subscribed with, for at most a day. */
function readClaims(authorization: string, origin: string, vapidPublicKey: string): Record<string, unknown> {
  const [, token = "", key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  expectWire(key === vapidPublicKey, "403: another key than the browser subscribed with");
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  expectWire(isSigned, "401: the token's signature is wrong");
  const { alg } = JSON.parse(Buffer.from(head, "base64url").toString());
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  expectWire(alg === "ES256", `401: the algorithm ${alg}`);
  expectWire(claims.aud === origin, `401: the audience ${claims.aud}`);
  expectWire(/^(mailto:|https:)/.test(String(claims.sub)), `401: the subject ${claims.sub}`);
  const nowSeconds = Date.now() / 1_000;
  expectWire(claims.exp > nowSeconds && claims.exp <= nowSeconds + DAY_SECONDS, `401: the expiry ${claims.exp}`);
  return claims;
}

/** RFC 8030 (headers), RFC 8188 and 8291 (encryption). */
function readPush(headers: Readonly<Record<string, string>>, body: Buffer, browser: Browser, origin: string) {
  const claims = readClaims(headers.authorization ?? "", origin, browser.vapidPublicKey);
  expectWire(/^\d+$/.test(headers.ttl ?? ""), "400: no TTL");
  expectWire(["very-low", "low", "normal", "high"].includes(headers.urgency ?? ""), `400: urgency ${headers.urgency}`);
  expectWire(/^[A-Za-z0-9_-]{1,32}$/.test(headers.topic ?? ""), `400: topic ${headers.topic}`);
  expectWire(headers["content-encoding"] === "aes128gcm", "415: another encryption");
  expectWire(body.byteLength <= 4_096, "413: more than 4096 bytes");
  const plain = decrypt(body, { version: "aes128gcm", privateKey: browser.key, authSecret: browser.auth });
  expectWire(plain.byteLength <= 3_072, "413: the message has more than 3 KiB");
  return { claims, payload: JSON.parse(plain.toString("utf8")) };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A push service, and the browsers behind it: it opens each message as a browser would. */
export async function startPushReceiver(): Promise<PushReceiver> {
  const browsers = new Map<string, Browser>();
  const received: ReceivedPush[] = [];
  const problems: string[] = [];
  let failure: Parameters<PushReceiver["failWith"]>[0] = null;
  let url = "";

  const answer = async (
    request: IncomingMessage,
  ): Promise<{ status: number; headers?: Record<string, string> } | null> => {
    const body = await readAll(request);
    const id = (request.url ?? "").replace("/send/", "");
    if (failure !== null && (failure.id === undefined || failure.id === id)) {
      if (failure.hang) return null;
      const { status = 500, retryAfterSeconds } = failure;
      return { status, headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) } };
    }
    const browser = browsers.get(id);
    if (browser === undefined) return { status: 404 };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    try {
      received.push({ atMs: Date.now(), subscriptionId: id, headers, ...readPush(headers, body, browser, url) });
      return { status: 201, headers: { location: `${url}/message/1` } };
    } catch (error) {
      const problem = error instanceof WireProblem ? error.message : `400: ${error}`;
      problems.push(problem);
      return { status: Number.parseInt(problem, 10) || 400 };
    }
  };

  const server = createServer((request, response) => {
    answer(request).then(
      (answered) => answered !== null && response.writeHead(answered.status, answered.headers).end(),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;

  return {
    url,
    port,
    received,
    problems,
    subscribe: (vapidPublicKey) => {
      const key = createECDH("prime256v1");
      const p256dh = key.generateKeys().toString("base64url");
      const auth = randomBytes(16).toString("base64url");
      const id = randomBytes(24).toString("base64url");
      browsers.set(id, { key, auth, vapidPublicKey });
      return { id, endpoint: `${url}/send/${id}`, keys: { p256dh, auth } };
    },
    failWith: (next) => {
      failure = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
