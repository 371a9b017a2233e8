import { Agent, type Dispatcher } from "undici";
import type { RefuseAddress } from "@/lib/server/net/address-rules";
import { createGuardedConnector, type LookUpAll } from "@/lib/server/net/guarded-connect";
import { describeFault, NO_ANSWER_IN_TIME } from "./network-fault";

const CONNECT_TIMEOUT_MS = 10_000;

/** More than any service's answer that has to be understood; the rest of a longer one is not read. */
const MAX_ANSWER_BYTES = 16 * 1024;

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export type HttpReply =
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** At most 16 KiB of it. */
      readonly text: string;
    }
  /** No answer came. `isHopeless`: the request itself cannot be made, so that trying again is of no use. */
  | { readonly kind: "fault"; readonly reason: string; readonly isHopeless: boolean };

export interface HttpSender {
  /**
   * Posts once, on a connection of its own: one that was kept might be closed by the other side at that very moment. No
   * redirect is followed. Never rejects.
   *
   * @param signal ends the attempt
   */
  post(request: HttpRequest, signal: AbortSignal): Promise<HttpReply>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

export interface HttpSenderOptions {
  /** Asked about every address before a connection to it is made. */
  readonly refuseAddress: RefuseAddress;
  readonly lookUp?: LookUpAll;
  /** Whether a request over plain http is not made at all. */
  readonly isHttpsOnly?: boolean;
}

/** The beginning of an answer, at most 16 KiB: the rest is not read, and its connection closed. */
export async function readStart(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status has come, and says more than a body that broke off.
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8");
}

function toHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) known[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return known;
}

/** A name and password in an address are for the `Authorization` header (RFC 7617); no request line takes them. */
function credentialsOf(url: URL): Record<string, string> {
  if (url.username === "" && url.password === "") return {};
  const pair = [url.username, url.password].map((text) => decodeURIComponent(text)).join(":");
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** The way out of Banwatch for every message that goes over HTTP. */
export function createHttpSender({ refuseAddress, lookUp, isHttpsOnly = false }: HttpSenderOptions): HttpSender {
  const agent = new Agent({
    connect: createGuardedConnector({ refuse: refuseAddress, timeoutMs: CONNECT_TIMEOUT_MS, lookUp }),
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const request = async ({ url: address, headers, body }: HttpRequest, signal: AbortSignal): Promise<HttpReply> => {
    const url = new URL(address);
    const own = { "user-agent": "Banwatch", "accept-encoding": "identity" };
    const response = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: { ...own, ...credentialsOf(url), ...headers },
      body,
      signal,
    });
    const text = await readStart(response.body);
    return { kind: "reply", status: response.statusCode, headers: toHeaders(response.headers), text };
  };

  return {
    post: async (asked, signal) => {
      try {
        signal.throwIfAborted();
        if (isHttpsOnly && URL.parse(asked.url)?.protocol !== "https:") {
          return { kind: "fault", reason: "The address must begin with https.", isHopeless: true };
        }
        return await request(asked, signal);
      } catch (error) {
        if (signal.aborted) return { kind: "fault", reason: NO_ANSWER_IN_TIME, isHopeless: false };
        const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
        const isHopeless = code === "UND_ERR_INVALID_ARG" || code === "ERR_INVALID_URL" || name === "URIError";
        const reason = isHopeless ? "A setting holds characters that cannot be sent." : describeFault(error);
        return { kind: "fault", reason, isHopeless };
      }
    },
    close: () => agent.destroy(),
  };
}
