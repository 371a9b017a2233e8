import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadDemoState, saveDemoState, writeProvisioning } from "@/lib/cli/demo/demo-state";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";

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
  const { accounts } = readProvisioningFile(writeProvisioning(folder, loadDemoState(folder), ORIGINS), {});
  expect(accounts).toHaveLength(5);
  expect(new Set(accounts.map(({ provider }) => provider)).size).toBe(4);
  expect(new Set(accounts.map(({ clientKey }) => clientKey)).size).toBe(5);
});

it("refuses a data directory that holds somebody's own data", () => {
  writeFileSync(join(folder, "banwatch.db"), "");
  expect(() => loadDemoState(folder)).toThrow(/holds data that is not the demo's/);
});
