import { Readable } from "node:stream";
import fc from "fast-check";
import type { Dispatcher, Pool } from "undici";
import { PROVIDER_IDS } from "@/lib/domain/provider-presets";
import { anyJson, anyText, arbitraryOf, type Known } from "./arbitrary-of";
import type { ListedRoute } from "./list-routes";

/** A request as it goes over the wire: the path is neither cleaned up nor encoded any further. */
export interface FuzzRequest {
  readonly method: ListedRoute["method"];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Sent in pieces, without saying how long it is. */
  readonly chunked: boolean;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: string;
  readonly text: string;
}

/** No answer may take longer. */
const ANSWER_WAIT_MS = 5_000;
const OVER_LIMIT_BYTES = 64 * 1024 + 1;
const JSON_TYPE = { "content-type": "application/json" };
const UNRESERVED = /[A-Za-z0-9_~.-]/;

/** Every byte that a path does not take as it is, encoded: encodeURIComponent refuses half characters. */
const encode = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return UNRESERVED.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An account without an address of its own would call its provider's, and no test leaves the loopback. */
function stayOnLoopback(value: unknown, address: unknown): unknown {
  if (!isRecord(value) || value.baseUrl !== undefined || !PROVIDER_IDS.some((id) => id === value.provider))
    return value;
  return value.provider === "sandbox" ? value : { ...value, baseUrl: address };
}

/** A part of a path: an id that there is, one that there is not, any text, and what is no text at all. */
const segmentOf = (ids: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    ...(ids.length === 0 ? [] : [{ weight: 4, arbitrary: fc.constantFrom(...ids) }]),
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: anyText.map(encode).filter((text) => text !== "") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%zz", "%ff", "%c0%80", "%2e%2e", "a%2fb", "%00", "a;b", "x".repeat(8_000)),
    },
  );

const toQuery = (value: unknown): string => {
  const pairs = isRecord(value) ? Object.entries(value) : [["q", value]];
  return pairs
    .map(([name, member]) => {
      const text = typeof member === "string" ? member : (JSON.stringify(member) ?? "");
      return `${encode(String(name))}=${encode(text)}`;
    })
    .join("&")
    .slice(0, 8_000);
};

/** JSON that is not what it was: cut off, a number that no float can hold, nested without end, a byte order mark. */
const bend = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    text.slice(0, -1),
    text.replace(/:-?\d+(?=[,}])/, ":1e999"),
    `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
    `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    `\ufeff${text}`,
  );

type Body = Pick<FuzzRequest, "headers" | "body" | "chunked">;

function bodyOf(json: fc.Arbitrary<unknown>): fc.Arbitrary<Body> {
  const sent = (bytes: Buffer, headers: Body["headers"] = JSON_TYPE, chunked = false): Body => ({
    headers,
    body: bytes,
    chunked,
  });
  const text = json.map((value) => JSON.stringify(value));
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json;charset=utf-16",
    "/",
    "multipart/form-data",
  ];
  return fc.oneof(
    { weight: 12, arbitrary: text.map((json) => sent(Buffer.from(json))) },
    { weight: 1, arbitrary: text.chain(bend).map((bent) => sent(Buffer.from(bent))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => sent(Buffer.from(bytes))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(JSON_TYPE, {}).map((headers) => ({ headers, body: null, chunked: false })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, fc.constantFrom(...types))
        .map(([json, type]) => sent(Buffer.from(json), { "content-type": type })),
    },
    {
      weight: 1,
      arbitrary: fc.boolean().map((chunked) => sent(Buffer.alloc(OVER_LIMIT_BYTES, " "), JSON_TYPE, chunked)),
    },
  );
}

/** What a browser or a program may say beside its input, made up. */
const anyHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  fc.constantFrom<Record<string, string>>(
    { origin: "null" },
    { origin: "https://elsewhere.example" },
    { "sec-fetch-site": "cross-site" },
    { "accept-language": "x".repeat(500) },
    { "x-banwatch-viewer": "e30", "x-banwatch-nonce": "'" },
    { "next-action": "0".repeat(40) },
    { rsc: "1" },
    { "x-http-method-override": "DELETE" },
  ),
);

/**
 * Requests to a route, made from its contract.
 *
 * @param ids what there is for the parameters of its path
 */
export function requestsTo(route: ListedRoute, known: Known, ids: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const json = (route.input === null ? anyJson : arbitraryOf(route.input, known)).map((value) =>
    stayOnLoopback(value, known.baseUrl?.[0]),
  );
  const segment = segmentOf(ids);
  const isRead = route.method === "GET" || route.method === "HEAD";
  const rest: fc.Arbitrary<Body & { query: string }> = isRead
    ? json.map((value) => ({ query: toQuery(value), headers: {}, body: null, chunked: false }))
    : bodyOf(json).map((body) => ({ query: "", ...body }));
  return fc.tuple(segment, rest, anyHeaders).map(([id, { query, headers, body, chunked }, more]) => {
    const path = route.path.replaceAll(/\[[^\]]+\]/g, () => id);
    return {
      method: route.method,
      path: query === "" ? path : `${path}?${query}`,
      headers: { ...more, ...headers },
      body,
      chunked,
    };
  });
}

async function readText(body: Dispatcher.ResponseData["body"], contentType: string): Promise<string> {
  if (!contentType.startsWith("text/event-stream")) return body.text();
  // A stream has no end.
  for await (const chunk of body) {
    body.destroy();
    return String(chunk);
  }
  return "";
}

/** @throws {Error} when the answer takes too long */
export async function sendFuzz(
  pool: Pool,
  request: FuzzRequest,
  extra: Readonly<Record<string, string>>,
): Promise<FuzzAnswer> {
  const { statusCode, headers, body } = await pool.request({
    method: request.method,
    path: request.path,
    headers: { ...request.headers, ...extra },
    body: request.chunked && request.body !== null ? Readable.from([request.body]) : request.body,
    signal: AbortSignal.timeout(ANSWER_WAIT_MS),
  });
  const contentType = String(headers["content-type"] ?? "");
  return { status: statusCode, contentType, headers: JSON.stringify(headers), text: await readText(body, contentType) };
}
