import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { ChannelSettings } from "@/lib/server/alerts/senders/channel-adapter";

/** A request as it reached a receiver. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** What of the request was not as documented. */
  readonly problem?: string;
}

/** How a service behaves, by its public documentation. */
export interface ServiceWire<T extends ChannelType> {
  /** A channel that leads to a receiver. */
  readonly settings: (origin: string) => ChannelSettings<T>;
  readonly answer: (request: WireRequest) => WireAnswer;
  /** How the service words a status, 429 with the time to wait. */
  readonly fail: (status: number, retryAfterSeconds: number | undefined) => Omit<WireAnswer, "problem">;
}

/** The header of a refusal that asks to be left alone for a while. */
export const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { "retry-after": String(seconds) };

/** Thrown by a check; the receiver answers as the service does. */
export class WireProblem extends Error {}

export function expectWire(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new WireProblem(problem);
}

type Json = Record<string, unknown>;

export function readObject(value: unknown, what: string): Json {
  expectWire(typeof value === "object" && value !== null && !Array.isArray(value), `${what} is no object`);
  return value as Json;
}

export function readList(value: unknown, what: string, max: number): unknown[] {
  expectWire(Array.isArray(value), `${what} is no list`);
  expectWire(value.length <= max, `${what} has ${value.length} entries, more than ${max}`);
  return value;
}

/** A text of at least one and at most `max` characters, all of them whole. */
export function readText(value: unknown, what: string, max: number, min = 1): string {
  expectWire(typeof value === "string", `${what} is no text`);
  expectWire(value.isWellFormed(), `${what} holds half a character`);
  expectWire(value.length >= min, `${what} is empty`);
  expectWire(value.length <= max, `${what} has ${value.length} characters, more than ${max}`);
  return value;
}

export function readWebAddress(value: unknown, what: string, max: number): URL {
  const url = URL.parse(readText(value, what, max));
  expectWire(url !== null && /^https?:$/.test(url.protocol), `${what} is no http address`);
  return url;
}

export function readOnly(object: Json, what: string, ...names: string[]): void {
  const other = Object.keys(object).find((name) => !names.includes(name));
  expectWire(other === undefined, `${what} has an unknown field ${other}`);
}

export function readJsonRequest({ method, headers, raw }: WireRequest): Json {
  expectWire(method === "POST", `${method} instead of POST`);
  expectWire(/^application\/json\b/.test(headers["content-type"] ?? ""), "the content type is not JSON");
  const text = raw.toString("utf8");
  expectWire(Buffer.from(text, "utf8").equals(raw), "the body is not UTF-8");
  try {
    return readObject(JSON.parse(text), "the body");
  } catch (error) {
    throw error instanceof WireProblem ? error : new WireProblem("the body is not JSON");
  }
}

/** Where a host's name has a dot and an end of letters, as services on the internet ask of links. */
export const hasPublicHost = ({ hostname }: URL): boolean => /^[^.]+(\.[^.]+)*\.[a-z][a-z0-9-]*$/i.test(hostname);
