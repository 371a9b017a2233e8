import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ZodType } from "zod";
import { applyFile } from "@/lib/cli/demo/apply-file";
import { CHANNEL_SHAPES, createChannelRequest, testChannelRequest } from "@/lib/contracts/alert-channels";
import { createRuleRequest, rulePreviewRequest, updateRuleRequest } from "@/lib/contracts/alert-rules";
import { updateAlertSettingsRequest } from "@/lib/contracts/alert-settings";
import { resolveRequest, snoozeRequest } from "@/lib/contracts/incidents";
import { createMaintenanceRequest } from "@/lib/contracts/maintenance";
import { checkRule } from "@/lib/domain/alert-rules/check-rule";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { maintenanceProblem } from "@/lib/domain/maintenance-times";
import { readEnv } from "@/lib/server/env";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";

const README = readFileSync("README.md", "utf8");

describe("the provisioning file in README.md", () => {
  const variables: Record<string, string> = {
    MAIN_KEY: "key-of-the-main-account",
    IN_HOUSE_KEY: "key-of-the-in-house-account",
    CHECKOUT_KEY: `bw_${"1".repeat(64)}`,
    MONITORING_TOKEN: `bwt_${"2".repeat(64)}`,
    OPS_SECRET: "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=",
    HEARTBEAT_URL: "https://hc.example.org/ping/1234",
  };
  let dataDir: string;
  let store: Store;

  beforeEach(async () => {
    dataDir = makeDataDir();
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await store.close();
    removeDataDir(dataDir);
  });

  it("is applied as it stands there", async () => {
    const [, text] = /^```yaml\n([\s\S]*?)^```$/m.exec(README) ?? [];
    const path = join(dataDir, "banwatch.yaml");
    writeFileSync(path, text ?? "");
    const applied = await applyFile(store, readEnv({ BANWATCH_DATA_DIR: dataDir }), path, Date.UTC(2026, 10, 10));
    await applied.close();
    expect([...applied.accountIds.keys()]).toEqual(["main", "in-house"]);
    expect([...applied.proxyKeyIds.keys()]).toEqual(["checkout"]);
    const { channels, rules, maintenances } = applied.alerts;
    expect(channels.list()).toMatchObject([{ name: "ops", type: "webhook", isDefault: true, provisioned: true }]);
    expect(rules.findByName("errors above a tenth")).toMatchObject({ provisioned: true, settings: { threshold: 0.1 } });
    expect(maintenances.list()).toMatchObject([
      {
        name: "nightly",
        schedule: { kind: "weekly", days: [1, 2, 3, 4, 5], at: "02:30", timeZone: "Europe/Berlin" },
        scope: { accountIds: [applied.accountIds.get("main")] },
      },
      {
        name: "move",
        schedule: { kind: "single", fromMs: Date.UTC(2026, 11, 24, 21), toMs: Date.UTC(2026, 11, 25, 2) },
      },
    ]);
    expect(await store.alerts.settings.find()).toMatchObject({ heartbeatEveryMinutes: 5 });
  });
});

describe("the alerts' calls of the API in README.md", () => {
  const REQUESTS: Readonly<Record<string, ZodType>> = {
    "POST channels": createChannelRequest,
    "POST channels/test": testChannelRequest,
    "POST rules": createRuleRequest,
    "POST rules/preview": rulePreviewRequest,
    "PATCH rules/RULE_ID": updateRuleRequest,
    "POST maintenance": createMaintenanceRequest,
    "POST INCIDENT_ID/snooze": snoozeRequest,
    "POST INCIDENT_ID/resolve": resolveRequest,
    "PATCH settings": updateAlertSettingsRequest,
  };
  const CALL = /^call (?:-X (\w+) )?\$B\/alerts\/(\S+) -d '(.*)'$/gm;
  const calls = [...README.matchAll(CALL)].map(([, method = "POST", path = "", body = ""]) => ({
    request: `${method} ${path}`,
    body: JSON.parse(body),
  }));
  const bodyOf = (request: string) => calls.find((call) => call.request === request)?.body;

  it("say every field as it is called", () => {
    expect(calls.map(({ request }) => request).sort()).toEqual(Object.keys(REQUESTS).sort());
    // A field that was not known would be gone afterwards.
    for (const { request, body } of calls) expect(REQUESTS[request]?.parse(body), request).toMatchObject(body);
  });

  it("give a channel, a rule and a maintenance what their kinds ask for", () => {
    const { type, settings } = createChannelRequest.parse(bodyOf("POST channels"));
    const { open, secret } = CHANNEL_SHAPES[type];
    const known = open.extend(secret.shape).strict();
    expect(known.safeParse(settings).error?.issues).toBeUndefined();
    for (const request of ["POST rules", "POST rules/preview"]) {
      expect(checkRule(completeRule(createRuleRequest.parse(bodyOf(request))))).toEqual([]);
    }
    expect(maintenanceProblem(createMaintenanceRequest.parse(bodyOf("POST maintenance")).schedule)).toBeNull();
  });
});
