import type { Origin } from "@/lib/contracts/common";

/** A call as a door took it in. */
export interface ProviderCall {
  /** What follows the door's own path, not yet checked. */
  readonly method: string;
  /** Headers that are passed on when they are there. Nothing that names the caller. */
  readonly headers: { readonly [name in ForwardedHeader]?: string };
  readonly body: CallBody;
  /** The caller's address, for the record only. */
  readonly callerAddress: string | null;
  /** Set by a rehearsal, never by a door: its calls are marked wherever they show. */
  readonly source?: "drill";
}

export type CallBody = { readonly kind: "read"; readonly bytes: Uint8Array } | { readonly kind: "too-large" };

export const FORWARDED_HEADERS = ["content-type", "accept", "user-agent"] as const;
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

/** What goes back to the program. From upstream it is the provider's reply byte for byte. */
export interface ProviderReply {
  /** Sent as `X-Banwatch-Origin`. */
  readonly origin: Origin;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The largest body of a call, 10 MiB: images go as base64 inside it. */
export const MAX_CALL_BYTES = 10 * 1024 * 1024;

/** The largest reply that is passed on, 16 MiB. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;

const METHOD = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

export const isMethodName = (method: string): boolean => METHOD.test(method);
