import type { IncomingMessage } from "node:http";
import type { InRanges } from "../net/address-ranges";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import { readCallerAddress } from "./caller-address";

/** Headers that mean something to what is behind the front, and so may only come from the front. */
const isFromInside = (name: string) =>
  name.startsWith("x-banwatch-") ||
  name.startsWith("x-forwarded-") ||
  name.startsWith("x-middleware-") ||
  name.startsWith("content-security-policy") ||
  name === "forwarded" ||
  name === "x-real-ip" ||
  name === "next-action";

/** Drops what a caller may not say about itself, and writes down who it is. */
export function cleanHeaders(request: IncomingMessage, isTrustedProxy: InRanges): void {
  const forwardedFor = request.headers["x-forwarded-for"];
  const caller = readCallerAddress(
    request.socket.remoteAddress ?? "",
    Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
    isTrustedProxy,
  );
  for (const name of Object.keys(request.headers)) if (isFromInside(name)) delete request.headers[name];
  request.headers[PEER_ADDRESS_HEADER] = caller;
}
