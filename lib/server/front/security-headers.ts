type Headers = Readonly<Record<string, string>>;

/** Written into every answer that does not say otherwise. */
const EVERYWHERE: Headers = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** Nothing of it is used, so that an injected script can't either. The clipboard is: keys are copied. */
const PERMISSIONS = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** A year, and for this name alone: Banwatch does not decide about the other names of a domain. */
const HSTS = { "strict-transport-security": "max-age=31536000" };

/** For answers that no browser should show as a page. */
export const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The policy of a page. Scripts run when they carry the nonce, or were loaded by one that does.
 *
 * Style elements need the nonce as well. Style attributes do not, for React writes those of the server's HTML (sizes of
 * charts, places of what floats) as text, and a nonce can't be given to an attribute; a style attribute can load nothing
 * that the rest of the policy forbids.
 *
 * @param dev what `next dev` needs to reload: eval, a web socket, and styles that it puts in by itself
 */
export function pagePolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // The worker of browser push; without a rule of its own 'strict-dynamic' would let any through.
    "worker-src 'self'",
    `style-src-elem 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws: wss:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers of a kind of answer. A route that sets one of them itself is left alone. */
export function createSecurityHeaders(publicUrl: string | null) {
  const everywhere: Headers = publicUrl?.startsWith("https:") ? { ...EVERYWHERE, ...HSTS } : EVERYWHERE;
  return {
    page: (policy: string): Headers => ({
      ...everywhere,
      "content-security-policy": policy,
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": PERMISSIONS,
    }),
    /** The API, calls, and what the front answers itself. */
    data: { ...everywhere, "content-security-policy": NOTHING_ALLOWED } as Headers,
    /** An icon may be an SVG, which a browser shows as a page when it is opened by its address. */
    file: { ...everywhere, "content-security-policy": NOTHING_ALLOWED } as Headers,
  };
}

export type SecurityHeaders = ReturnType<typeof createSecurityHeaders>;
