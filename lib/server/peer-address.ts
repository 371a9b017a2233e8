/**
 * The header in which the front hands on the caller's address (lib/server/front/clean-headers.ts), over whatever a caller
 * wrote there: the other end of the connection, or what a trusted server in front saw. Missing where Next is run without
 * the front, and then the caller's address is not known.
 */
export const PEER_ADDRESS_HEADER = "x-banwatch-peer";
