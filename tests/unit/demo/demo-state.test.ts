import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadDemoState, saveDemoState } from "@/lib/cli/demo/demo-state";
import { PROGRAMS } from "@/lib/cli/demo/programs";
import { writeProvisioning } from "@/lib/cli/demo/write-provisioning";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";
import { RECEIVERS } from "./demo-accounts";

const ORIGINS = {
  "ez-captcha": "http://127.0.0.1:1",
  yescaptcha: "http://127.0.0.1:2",
  capmonster: "http://127.0.0.1:3",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "banwatch-demo-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("finds the same keys again after a restart", () => {
  const state = loadDemoState(folder);
  saveDemoState(folder, { ...state, ports: { capmonster: 4_100 } });
  expect(loadDemoState(folder)).toEqual({ ...state, ports: { capmonster: 4_100 } });
  expect(statSync(join(folder, "demo.json")).mode & 0o777).toBe(0o600);
});

it("declares five accounts at four providers in a file that Banwatch accepts", () => {
  const { accounts } = readProvisioningFile(writeProvisioning(folder, loadDemoState(folder), ORIGINS, RECEIVERS), {});
  expect(accounts).toHaveLength(5);
  expect(new Set(accounts.map(({ provider }) => provider)).size).toBe(4);
  expect(new Set(accounts.map(({ clientKey }) => clientKey)).size).toBe(5);
});

it("leaves the guard to hold, but for one account at which it only observes", () => {
  const file = readProvisioningFile(writeProvisioning(folder, loadDemoState(folder), ORIGINS, RECEIVERS), {});
  expect(file.accounts.map(({ guard }) => guard).filter((mode) => mode !== undefined)).toEqual(["observe"]);
  expect(file.accounts.find(({ guard }) => guard === "observe")?.name).toBe("seo-audit");
});

it("declares a proxy key for two or three programs an account, and leaves each account one program without", () => {
  const { accounts, proxyKeys } = readProvisioningFile(
    writeProvisioning(folder, loadDemoState(folder), ORIGINS, RECEIVERS),
    {},
  );
  for (const { name } of accounts) {
    const declared = proxyKeys.filter(({ account }) => account === name);
    const programs = PROGRAMS.filter(({ account }) => account === name);
    expect(declared.length).toBeGreaterThanOrEqual(2);
    expect(programs.filter(({ key }) => key === "account-key")).toHaveLength(1);
    expect(programs).toHaveLength(declared.length + 1);
  }
  expect(new Set(proxyKeys.map(({ key }) => key)).size).toBe(proxyKeys.length);
});

it("adds to what an older demo left, and keeps what it has", () => {
  const state = loadDemoState(folder);
  const { keys, ports, historyAtMs, historyFilled } = { ...state, historyAtMs: 1_000, historyFilled: true };
  writeFileSync(join(folder, "demo.json"), JSON.stringify({ keys, ports, historyAtMs, historyFilled }));
  const completed = loadDemoState(folder);
  expect(completed).toMatchObject({ keys, historyAtMs: 1_000, historyFilled: true, teamMade: false });
  expect(Object.keys(completed.proxyKeys)).toEqual(Object.keys(state.proxyKeys));
  readProvisioningFile(writeProvisioning(folder, completed, ORIGINS, RECEIVERS), {});
});

it("keeps a program's key when a newer demo has more programs", () => {
  const state = loadDemoState(folder);
  const kept = { "price-scraper": state.proxyKeys["price-scraper"] ?? "" };
  saveDemoState(folder, { ...state, proxyKeys: kept });
  const completed = loadDemoState(folder);
  expect(completed.proxyKeys).toMatchObject(kept);
  expect(Object.keys(completed.proxyKeys)).toEqual(Object.keys(state.proxyKeys));
});

it("says in one line to begin anew when its file is broken", () => {
  writeFileSync(join(folder, "demo.json"), "{}");
  expect(() => loadDemoState(folder)).toThrow(`Remove ${folder} to begin the demo anew.`);
});

it("refuses a data directory that holds somebody's own data", () => {
  writeFileSync(join(folder, "banwatch.db"), "");
  expect(() => loadDemoState(folder)).toThrow(/holds data that is not the demo's/);
});
