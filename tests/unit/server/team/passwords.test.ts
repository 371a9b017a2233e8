import { expect, it } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/server/team/passwords";

const PASSWORD = "correct horse battery stäple";

it("knows the password again, and no other one", async () => {
  const hash = await hashPassword(PASSWORD);
  expect(await verifyPassword({ hash, password: PASSWORD })).toBe(true);
  expect(await verifyPassword({ hash, password: PASSWORD.normalize("NFD") })).toBe(true);
  for (const password of ["", `${PASSWORD} `, PASSWORD.toUpperCase()]) {
    expect(await verifyPassword({ hash, password })).toBe(false);
  }
});

it("makes another hash each time, of 32 MiB three times over", async () => {
  const [first, second] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
});

it("takes no password for a hash that is cut off or of another form", async () => {
  const hash = await hashPassword(PASSWORD);
  for (const damaged of [
    "",
    "x",
    hash.slice(0, -1),
    hash.replace("scrypt", "plain"),
    hash.split("$").slice(0, 5).join("$"),
  ]) {
    expect(await verifyPassword({ hash: damaged, password: PASSWORD })).toBe(false);
  }
});
