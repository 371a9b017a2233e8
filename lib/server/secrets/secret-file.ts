import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StartupError } from "../startup-error";

/** 256 random bits in hex. */
export const createSecret = (): string => randomBytes(32).toString("hex");

/** Where a rotation keeps the new secret until the database is encrypted with it. */
export const nextSecretPath = (path: string): string => `${path}.next`;

const MIN_SECRET_CHARS = 32;

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/** A name in a folder is on the disk when the folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Does what changes a secret file, and says in one line when it can't be done. */
function change(path: string, work: () => void): void {
  try {
    work();
    syncFolder(path);
  } catch (error) {
    const why = codeOf(error) === undefined ? "" : ` (${String(codeOf(error))})`;
    throw new StartupError(
      `The secret file ${path} cannot be written${why}. Give this user write access to its folder.`,
    );
  }
}

/**
 * The secret in a file; null when there is no such file.
 *
 * @throws {StartupError} when it can't be read or holds no secret
 */
export function readSecretFile(path: string): string | null {
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new StartupError(`The secret file ${path} cannot be read. Give this user read access to it.`);
  }
  if (secret.length >= MIN_SECRET_CHARS) return secret;
  throw new StartupError(`The secret file ${path} holds no secret. Restore it from a backup.`);
}

/** Writes a file that only this user can read. It is whole and on the disk when this returns. */
export function writeSecretFile(path: string, secret: string): void {
  const draftPath = `${path}.draft`;
  change(path, () => {
    rmSync(draftPath, { force: true });
    writeFileSync(draftPath, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
    renameSync(draftPath, path);
  });
}

/** Puts the new secret in the place of the old one, all at once. */
export function takeNextSecret(path: string): void {
  change(path, () => renameSync(nextSecretPath(path), path));
}

/** Forgets the new secret of a rotation that did not happen, if there is one. */
export function forgetNextSecret(path: string): void {
  if (existsSync(nextSecretPath(path))) change(path, () => rmSync(nextSecretPath(path), { force: true }));
}
