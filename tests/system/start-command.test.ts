import { readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson } from "../support/api";
import {
  findFreePort,
  makeDataDir,
  removeDataDir,
  runBanwatch,
  spawnBanwatch,
  startBanwatch,
} from "../support/banwatch-process";
import { until } from "../support/until";

/** One line for a person, and nothing that only a programmer reads. */
function expectOneClearLine(output: string, message: RegExp): void {
  const lines = output.split("\n").filter((line) => line.startsWith("banwatch: ") && message.test(line));
  expect(lines, output).toHaveLength(1);
  expect(output).not.toMatch(/^\s+at /m);
}

describe("npm start", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = makeDataDir();
  });
  afterEach(() => removeDataDir(dataDir));

  it("serves, keeps its data where it was told, and makes files that only its user can read", async () => {
    const banwatch = await startBanwatch({ dataDir });
    expect(await getJson(`${banwatch.origin}/api/health`)).toMatchObject({
      live: true,
      ready: true,
      degraded: false,
      reasons: [],
    });
    const files = readdirSync(dataDir).filter((name) => statSync(join(dataDir, name)).isFile());
    expect(files).toEqual(expect.arrayContaining(["banwatch.db", "banwatch.db-wal", "lock.db", "secret"]));
    for (const name of files) expect(statSync(join(dataDir, name)).mode & 0o777, name).toBe(0o600);
    await banwatch.stop();
    expect(banwatch.output()).not.toMatch(/warn|error/i);
  });

  it("listens on the loopback alone unless told otherwise", async () => {
    const port = await findFreePort();
    const banwatch = await startBanwatch({ dataDir, port, variables: { HOST: "" } });
    const everywhere = createServer();
    // Another address of this machine is still free to listen on.
    await new Promise<void>((resolve, reject) => everywhere.once("error", reject).listen(port, "127.0.0.2", resolve));
    everywhere.close();
    await banwatch.stop();
  });

  it("says that the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, output } = await runBanwatch({ BANWATCH_DATA_DIR: dataDir, PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expectOneClearLine(output, new RegExp(`Port ${port} is taken`));
  });

  it("says that the data directory cannot be written", async () => {
    const file = join(dataDir, "file");
    writeFileSync(file, "");
    const { code, output } = await runBanwatch({
      BANWATCH_DATA_DIR: join(file, "data"),
      PORT: String(await findFreePort()),
    });
    expect(code).toBe(1);
    expectOneClearLine(output, /data directory .* cannot be written/);
  });

  it("leaves a data directory alone that another process uses", async () => {
    const first = await startBanwatch({ dataDir });
    const { code, output } = await runBanwatch({ BANWATCH_DATA_DIR: dataDir, PORT: String(await findFreePort()) });
    expect(code).toBe(1);
    expectOneClearLine(output, /Another Banwatch uses this data directory/);
    await first.kill();
    await (await startBanwatch({ dataDir })).stop();
  });

  it("answers the call under way before it stops", async () => {
    const sandbox = await startSandboxServer();
    sandbox.provider.addAccount({ clientKey: "slow-key-0123456789", balance: 1_000 });
    const banwatch = await startBanwatch({ dataDir });
    await createAccount(banwatch.origin, { name: "main", clientKey: "slow-key-0123456789", baseUrl: sandbox.origin });
    sandbox.provider.next({
      method: "createTask",
      delayMs: 1_500,
      answer: { kind: "json", body: { errorId: 0, taskId: "7" } },
    });
    const call = callProvider(banwatch.origin, "createTask", { clientKey: "slow-key-0123456789", task: {} });
    await until("the provider has the call", () => sandbox.provider.received.byMethod.createTask === 1);
    const stopped = banwatch.stop();
    expect(await call).toMatchObject({ origin: "upstream", json: { taskId: "7" } });
    await stopped;
    await sandbox.close();
  });

  it("stops although nobody reads its log any more", async () => {
    const { child, output } = spawnBanwatch({ BANWATCH_DATA_DIR: dataDir, PORT: String(await findFreePort()) });
    await until("it is ready", () => output().includes("Ready on"), 60_000);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const code = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const patience = new Promise((resolve) => setTimeout(resolve, 20_000, "still runs"));
    const ended = await Promise.race([code, patience]);
    child.kill("SIGKILL");
    expect(ended).toBe(0);
  });

  it("does not touch a database that is newer than the program", async () => {
    const banwatch = await startBanwatch({ dataDir });
    await banwatch.stop();
    const database = new Database(join(dataDir, "banwatch.db"));
    database.exec(
      `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name) VALUES ('x', 'x', 1, '29990101000000_later')`,
    );
    database.close();
    const { code, output } = await runBanwatch({ BANWATCH_DATA_DIR: dataDir, PORT: String(await findFreePort()) });
    expect(code).toBe(1);
    expectOneClearLine(output, /database is newer than this Banwatch/);
  });

  it.each([
    [{ PORT: "http" }, /PORT must be a port number/],
    [{ PORT: "70000" }, /PORT must be a port number/],
    [{ BANWATCH_REPLY_TIMEOUT_SECONDS: "soon" }, /BANWATCH_REPLY_TIMEOUT_SECONDS must be a number of seconds/],
    [{ BANWATCH_SECRET: "short" }, /BANWATCH_SECRET must have at least 32 characters/],
    [{ BANWATCH_PUBLIC_URL: "banwatch.example" }, /BANWATCH_PUBLIC_URL must be a URL/],
    [{ BANWATCH_RETENTION_DAYS: "some" }, /BANWATCH_RETENTION_DAYS must be a number of days from 1 to 3650/],
    [{ BANWATCH_LOG_LEVEL: "loud" }, /BANWATCH_LOG_LEVEL must be one of debug/],
    [{ BANWATCH_DATADIR: "x" }, /BANWATCH_DATADIR is no setting of Banwatch/],
    [{ BANWATCH_CONFIG: "/does/not/exist.yaml" }, /provisioning file .* cannot be read/],
  ])("names what is wrong with %j", async (variables, message) => {
    const { code, output } = await runBanwatch({
      BANWATCH_DATA_DIR: dataDir,
      PORT: String(await findFreePort()),
      ...variables,
    });
    expect(code).toBe(1);
    expectOneClearLine(output, message);
  });
});
