import { z } from "zod";
import { ISSUED_STATES } from "@/lib/domain/issued-secret";
import { epochMs } from "./common";
import { plainText } from "./text";

/** What every key and token that Banwatch issued tells of itself. */
export const issuedSecret = z.object({
  last4: z.string(),
  /** Declared in the provisioning file, so it is changed there. */
  provisioned: z.boolean(),
  createdBy: z.string(),
  createdAtMs: epochMs,
  expiresAtMs: epochMs.nullable(),
  revokedAtMs: epochMs.nullable(),
  /** To the minute. */
  lastUsedAtMs: epochMs.nullable(),
  state: z.enum(ISSUED_STATES),
});

/** A secret that somebody else made up must be as hard to guess as one of ours. */
export const declaredSecret = (prefix: string) =>
  plainText.regex(
    new RegExp(`^${prefix}[A-Za-z0-9_-]{32,128}$`),
    `must be ${prefix} and 32 to 128 letters, digits, - or _: \`openssl rand -hex 32\` makes them`,
  );
