/**
 * The header in which the server hands on the address of the connection (lib/cli/open-server.ts), over whatever a caller wrote
 * there. Behind another server it is missing, and then the caller's address is not known.
 */
export const PEER_ADDRESS_HEADER = "x-banwatch-peer";
