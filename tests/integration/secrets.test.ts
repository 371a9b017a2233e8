import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accountKeyContext } from "@/lib/server/secrets/contexts";
import type { Secrets } from "@/lib/server/secrets/open-secrets";
import { type RotationStep, rotateSecret } from "@/lib/server/secrets/rotate-secret";
import { createVault } from "@/lib/server/secrets/vault";
import { lockDataDir } from "@/lib/server/store/sqlite/lock";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readAlertCiphers } from "../support/encrypted-alerts";
import {
  countTexts,
  decryptAll,
  MIGRATIONS_FOLDER,
  openTestSecrets,
  readCiphers,
  runSql,
  seedEncryptedData,
} from "../support/encrypted-data";
import { readDatabase } from "../support/read-database";

const OTHER_SECRET = "another-secret-of-at-least-32-characters";
const ALL_TEXTS = countTexts(2);

let dataDir: string;
let secretPath: string;
beforeEach(() => {
  dataDir = makeDataDir();
  secretPath = join(dataDir, "secret");
});
afterEach(() => removeDataDir(dataDir));

const rotate = (env: { secret?: string; newSecret?: string } = {}, onStep?: (step: RotationStep) => void) =>
  rotateSecret(
    { dataDir, secret: env.secret ?? null, newSecret: env.newSecret ?? null },
    { migrationsFolder: MIGRATIONS_FOLDER, now: Date.now, onStep },
  );

async function seed(variables: { secret?: string } = {}): Promise<Secrets> {
  const secrets = await openTestSecrets(dataDir, variables);
  await seedEncryptedData(dataDir, secrets);
  return secrets;
}

/** Every row that a wrong secret could do harm to, and the files beside the database. */
const snapshot = () => ({
  ciphers: readCiphers(dataDir),
  check: readDatabase(dataDir, (query) => query(`SELECT * FROM "SecretCheck"`)),
  files: [secretPath, `${secretPath}.next`].map((path) => (existsSync(path) ? readFileSync(path, "utf8") : null)),
});

describe("a start", () => {
  it("makes a secret that only its user can read, once, and marks the database with it", async () => {
    const first = await openTestSecrets(dataDir);
    expect(statSync(secretPath).mode & 0o777).toBe(0o600);
    expect(first.secret).toMatch(/^[0-9a-f]{64}$/);
    expect((await openTestSecrets(dataDir)).secret).toBe(first.secret);
    expect(readDatabase(dataDir, (query) => query(`SELECT "keyId" FROM "SecretCheck"`))).toEqual([{ keyId: "k1" }]);
  });

  it("takes over a database that was encrypted before there was a mark in it", async () => {
    const secrets = await seed();
    runSql(dataDir, `DELETE FROM "SecretCheck"`);
    expect((await openTestSecrets(dataDir)).vault.keyId).toBe("k1");
    expect(await decryptAll(dataDir, await openTestSecrets(dataDir))).toBe(ALL_TEXTS);
    expect((await openTestSecrets(dataDir)).secret).toBe(secrets.secret);
  });

  it.each(["with a mark", "without one"])(
    "refuses a wrong secret for a database %s, and changes nothing",
    async (mark) => {
      await seed();
      if (mark === "without one") runSql(dataDir, `DELETE FROM "SecretCheck"`);
      const before = snapshot();
      await expect(openTestSecrets(dataDir, { secret: OTHER_SECRET })).rejects.toThrow(
        /^The secret does not fit the database.*BANWATCH_SECRET.*nothing was changed\.$/,
      );
      expect(snapshot()).toEqual(before);
      writeFileSync(secretPath, OTHER_SECRET);
      const withFile = snapshot();
      await expect(openTestSecrets(dataDir)).rejects.toThrow(/^The secret does not fit the database.*Restore the file/);
      expect(snapshot()).toEqual(withFile);
    },
  );

  it("refuses a wrong secret although nothing was encrypted with the right one yet", async () => {
    await openTestSecrets(dataDir);
    await expect(openTestSecrets(dataDir, { secret: OTHER_SECRET })).rejects.toThrow(/does not fit/);
  });

  it.each(["with a mark", "without one"])(
    "makes no new secret for a database %s whose file is missing",
    async (mark) => {
      await seed();
      if (mark === "without one") runSql(dataDir, `DELETE FROM "SecretCheck"`);
      rmSync(secretPath);
      await expect(openTestSecrets(dataDir)).rejects.toThrow(/is missing, and the database was encrypted with it/);
      expect(existsSync(secretPath)).toBe(false);
    },
  );

  it("refuses a secret file that holds none", async () => {
    await openTestSecrets(dataDir);
    writeFileSync(secretPath, "\n");
    await expect(openTestSecrets(dataDir)).rejects.toThrow(/holds no secret/);
  });
});

describe("a rotation", () => {
  it("encrypts everything anew, so that the old secret opens nothing", async () => {
    const old = await seed();
    const before = readCiphers(dataDir);
    expect(await rotate()).toEqual({
      ...{ keyId: "k2", accounts: 2, secondFactors: 2, channels: 2, subscriptions: 2 },
      wiped: true,
    });
    const fresh = await openTestSecrets(dataDir);
    expect(fresh.secret).not.toBe(old.secret);
    expect(statSync(secretPath).mode & 0o777).toBe(0o600);
    expect(existsSync(`${secretPath}.next`)).toBe(false);
    expect(await decryptAll(dataDir, fresh)).toBe(ALL_TEXTS);

    const after = readCiphers(dataDir);
    for (const [index, { id, keyCipher }] of after.accounts.entries()) {
      const context = accountKeyContext(id);
      expect(keyCipher).toMatch(/^k2\./);
      expect(() => old.vault.decrypt(keyCipher, context)).toThrow(/k2/);
      expect(() => createVault(old.secret, "k2").decrypt(keyCipher, context)).toThrow();
      expect(() => fresh.vault.decrypt(before.accounts[index]?.keyCipher ?? "", context)).toThrow(/k1/);
    }
    for (const { cipher, context } of readAlertCiphers(dataDir)) {
      expect(() => old.vault.decrypt(cipher, context)).toThrow(/k2/);
    }
    writeFileSync(secretPath, old.secret);
    await expect(openTestSecrets(dataDir)).rejects.toThrow(/does not fit/);
  });

  it("leaves no old cipher text in the files, however the rows move about", async () => {
    await openTestSecrets(dataDir);
    await seedEncryptedData(dataDir, await openTestSecrets(dataDir), 40);
    const texts: string[] = [];
    // The tenth secret's name is longer, and so is every row.
    for (let times = 0; times < 9; times += 1) {
      const { accounts, factors } = readCiphers(dataDir);
      texts.push(
        ...accounts.map(({ keyCipher }) => keyCipher),
        ...factors.flatMap((row) => [row.secret, row.backupCodes]),
        ...readAlertCiphers(dataDir).map(({ cipher }) => cipher),
      );
      await rotate();
    }
    expect(texts).toHaveLength(9 * countTexts(40));
    const paths = ["banwatch.db", "banwatch.db-wal"].map((name) => join(dataDir, name)).filter(existsSync);
    const left = paths.flatMap((path) => texts.filter((text) => readFileSync(path).includes(text)));
    expect(left).toEqual([]);
  });

  it("signs everybody out and stands in the audit log", async () => {
    await seed();
    await rotate();
    readDatabase(dataDir, (query) => {
      expect(query(`SELECT * FROM "Session"`)).toEqual([]);
      expect(query(`SELECT "actorKind", "action", "targetId", "changes" FROM "AuditEvent"`)).toEqual([
        {
          actorKind: "system",
          action: "secret.rotated",
          targetId: "k2",
          changes: JSON.stringify([{ field: "keyId", before: "k1", after: "k2" }]),
        },
      ]);
    });
  });

  it("can be done again and again", async () => {
    await seed();
    for (const keyId of ["k2", "k3", "k4"]) expect((await rotate()).keyId).toBe(keyId);
    expect(await decryptAll(dataDir, await openTestSecrets(dataDir))).toBe(ALL_TEXTS);
  });

  it("leaves everything as it was when one text cannot be decrypted", async () => {
    const old = await seed();
    runSql(dataDir, `UPDATE "TwoFactor" SET "backupCodes" = 'k1.AAAA' WHERE "id" = 'factor-1'`);
    const { ciphers, check } = snapshot();
    await expect(rotate()).rejects.toThrow("The second factor factor-1 cannot be decrypted with the present secret.");
    expect(snapshot()).toMatchObject({ ciphers, check });
    expect((await openTestSecrets(dataDir)).secret).toBe(old.secret);
    expect(existsSync(`${secretPath}.next`)).toBe(false);
  });

  it.each([
    [`UPDATE "AlertChannel" SET "secretsCipher" = 'k1.AAAA' WHERE "id" = 'channel-1'`, "The channel channel-1"],
    [`UPDATE "AlertSettings" SET "heartbeatUrlCipher" = 'k1.AAAA'`, "The address of the heartbeat"],
    [`UPDATE "AlertSettings" SET "vapidPrivateKeyCipher" = 'k1.AAAA'`, "The key for browser push"],
    [`UPDATE "PushSubscription" SET "cipher" = 'k1.AAAA' WHERE "id" = 'browser-1'`, "The browser browser-1"],
  ])("undoes everything where one of alerts cannot be: %s", async (sql, what) => {
    await seed();
    runSql(dataDir, sql);
    const { ciphers, check } = snapshot();
    const alerts = readAlertCiphers(dataDir);
    await expect(rotate()).rejects.toThrow(`${what} cannot be decrypted with the present secret.`);
    expect(snapshot()).toMatchObject({ ciphers, check });
    expect(readAlertCiphers(dataDir)).toEqual(alerts);
  });

  it("waits for nobody: while Banwatch runs it says so", async () => {
    await seed();
    const unlock = lockDataDir(join(dataDir, "lock.db"));
    const before = snapshot();
    await expect(rotate()).rejects.toThrow(/Another Banwatch uses this data directory/);
    expect(snapshot()).toEqual(before);
    unlock();
  });

  it("makes no database where there is none", async () => {
    await expect(rotate()).rejects.toThrow(/There is no database/);
    expect(existsSync(join(dataDir, "banwatch.db"))).toBe(false);
  });
});

describe("a rotation of a secret of the environment", () => {
  const secret = "the-present-secret-of-the-environment";
  const newSecret = "the-new-secret-of-the-environment-here";

  it("goes from BANWATCH_SECRET to BANWATCH_NEW_SECRET and writes neither to a file", async () => {
    await seed({ secret });
    await rotate({ secret, newSecret });
    expect(existsSync(secretPath) || existsSync(`${secretPath}.next`)).toBe(false);
    expect(await decryptAll(dataDir, await openTestSecrets(dataDir, { secret: newSecret }))).toBe(ALL_TEXTS);
    await expect(openTestSecrets(dataDir, { secret })).rejects.toThrow(/does not fit/);
  });

  it("says at the next start and the next rotation that it was done already", async () => {
    await seed({ secret });
    await rotate({ secret, newSecret });
    const already = /rotated already\. Set BANWATCH_SECRET to what BANWATCH_NEW_SECRET is/;
    await expect(openTestSecrets(dataDir, { secret, newSecret })).rejects.toThrow(already);
    await expect(rotate({ secret, newSecret })).rejects.toThrow(already);
  });

  it.each([
    [{ secret }, /Set BANWATCH_NEW_SECRET/],
    [{ newSecret }, /BANWATCH_NEW_SECRET is set and BANWATCH_SECRET is not/],
    [{ secret, newSecret: secret }, /is what BANWATCH_SECRET is already/],
  ])("refuses %j", async (variables, message) => {
    await seed({ secret });
    await expect(rotate(variables)).rejects.toThrow(message);
    expect(await decryptAll(dataDir, await openTestSecrets(dataDir, { secret }))).toBe(ALL_TEXTS);
  });
});

describe("a rotation that breaks off", () => {
  /** Breaks off when the step was done for the nth time. */
  const breakOffAt = (step: RotationStep, nth: number) => {
    let times = 0;
    return rotate({}, (done) => {
      if (done === step) times += 1;
      if (done === step && times === nth) throw new Error("broken off");
    });
  };
  const STEPS: [RotationStep, number, "old" | "new"][] = [
    ["new secret kept", 1, "old"],
    ["row encrypted anew", 1, "old"],
    ["row encrypted anew", 4, "old"],
    ["row encrypted anew", 10, "old"],
    ["database committed", 1, "new"],
    ["new secret in place", 1, "new"],
  ];

  it.each(STEPS)(
    "after '%s' (%i) leaves a database that the next start opens with the %s secret",
    async (step, nth, fits) => {
      const old = await seed();
      await expect(breakOffAt(step, nth)).rejects.toThrow("broken off");
      const secrets = await openTestSecrets(dataDir);
      expect(secrets.secret === old.secret ? "old" : "new").toBe(fits);
      expect(await decryptAll(dataDir, secrets)).toBe(ALL_TEXTS);
      expect(readFileSync(secretPath, "utf8").trim()).toBe(secrets.secret);
      expect(existsSync(`${secretPath}.next`)).toBe(false);
    },
  );

  it.each(STEPS)("after '%s' (%i) is mended by the next rotation", async (step, nth) => {
    await seed();
    await expect(breakOffAt(step, nth)).rejects.toThrow("broken off");
    await rotate();
    expect(await decryptAll(dataDir, await openTestSecrets(dataDir))).toBe(ALL_TEXTS);
  });

  it("keeps the new secret from being taken for a database that it does not fit", async () => {
    await seed();
    writeFileSync(`${secretPath}.next`, OTHER_SECRET);
    rmSync(secretPath);
    await expect(openTestSecrets(dataDir)).rejects.toThrow(/is missing/);
    expect(readFileSync(`${secretPath}.next`, "utf8")).toBe(OTHER_SECRET);
  });
});
