/**
 * What the server in front of the pages tells them, in request headers that it sets over whatever a browser sent.
 */

/** Whoever is signed in: base64url of the JSON of `viewer` (lib/contracts/session.ts). Missing when nobody is. */
export const VIEWER_HEADER = "x-banwatch-viewer";

/** The nonce of this page's Content-Security-Policy. */
export const NONCE_HEADER = "x-banwatch-nonce";
