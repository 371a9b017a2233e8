import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * How much work a guess at a stolen hash takes: 32 MiB, three times over (OWASP Password Storage Cheat Sheet, and ASVS 5,
 * 11.4.2). More memory would let a few sign-ins at once take what a small server has.
 */
const COST = { log2N: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const NAME = "scrypt";

type Cost = typeof COST;

/** The same text typed on two keyboards may come as two sequences of characters. */
const bytesOf = (password: string) => Buffer.from(password.normalize("NFKC"));

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N;
  const options = { N, r, p, maxmem: 128 * N * r * 2 };
  return new Promise((resolve, reject) => {
    scrypt(bytesOf(password), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** A hash to keep, with its salt and its cost beside it. Takes a tenth of a second or more, off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return [NAME, COST.log2N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether this is the password. False for a hash of another form, which nobody's password has. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [name, log2N, r, p, salt = "", kept = ""] = hash.split("$");
  const expected = Buffer.from(kept, "base64url");
  if (name !== NAME || expected.length !== HASH_BYTES) return false;
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64url"), cost), expected);
}
