import { spawn } from "node:child_process";

const SCRIPT = `
  const Database = require("better-sqlite3");
  const database = new Database(process.argv[1], { timeout: 10000 });
  database.exec("BEGIN IMMEDIATE");
  process.stdout.write("locked");
  setTimeout(() => { database.exec("ROLLBACK"); database.close(); }, Number(process.argv[2]));
`;

/** Another process takes the database's write lock. @returns once it has it, with a promise of its release */
export async function holdWriteLock(databasePath: string, holdMs: number): Promise<{ released: Promise<void> }> {
  const child = spawn(process.execPath, ["-e", SCRIPT, databasePath, String(holdMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const released = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { released };
}
