/** Encrypted Content-Encoding for HTTP (RFC 8188), as far as the push receiver needs it. */
declare module "http_ece" {
  import type { ECDH } from "node:crypto";

  export function decrypt(
    message: Buffer,
    parameters: { readonly version: "aes128gcm"; readonly privateKey: ECDH; readonly authSecret: string },
  ): Buffer;
}
