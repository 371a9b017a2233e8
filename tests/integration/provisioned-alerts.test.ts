import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { openChannelRecords } from "@/lib/server/alerts/channels/channel-records";
import { openAlertSettings } from "@/lib/server/alerts/heartbeat/alert-settings";
import { openMaintenanceRecords } from "@/lib/server/alerts/maintenance/maintenance-records";
import { openRuleRecords } from "@/lib/server/alerts/rules/rule-records";
import {
  type AlertRecords,
  type AppliedAlerts,
  planAlerts,
  provisionAlerts,
} from "@/lib/server/provisioning/provision-alerts";
import { readProvisioningFile } from "@/lib/server/provisioning/read-provisioning-file";
import { createVault } from "@/lib/server/secrets/vault";
import { openStore, type Store } from "@/lib/server/store/open-store";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";

const NOW_MS = Date.UTC(2026, 10, 10, 12);

const GOOD = `channels:
  - name: ops
    type: webhook
    url: https://hooks.example.org/ban
    secret: \${OPS_SECRET}
    default: true
  - { name: boss, type: ntfy, topic: boss }
rules:
  - name: errors above a tenth
    when: error-rate   # a comment
    above: 0.1
    forMinutes: 5
    severity: warning
    accounts: [main]
    proxyKeys: [crawler]
    codes: [ERROR_NO_SLOT_AVAILABLE]
    channels: [ops]
    escalateAfterMinutes: 15
    escalateTo: [boss]
    repeatMinutes: never
  - name: No calls
    when: no-traffic
    above: 30
maintenance:
  - name: nightly
    schedule:
      kind: weekly
      days: [1, 7]
      at: "02:30"
      durationMinutes: 60
      timeZone: Europe/Berlin
    scope: { accounts: [main] }
  - { name: move, schedule: { kind: single, fromMs: 2026-12-24T22:00:00+01:00, toMs: 1798164000000 } }
  - name: often
    schedule: { kind: cron, expression: "0 3 * * *", durationMinutes: 30, timeZone: UTC }
    scope: { providers: [ez-captcha] }
heartbeat:
  url: https://hc.example.org/ping/1234
  everyMinutes: 2
messages:
  timeZone: Asia/Shanghai
`;

describe("alerts in the provisioning file", () => {
  let dataDir: string;
  let path: string;
  let store: Store;
  let records: AlertRecords;
  const key = { id: "key-1", label: "crawler", revokedAtMs: null };
  const names = { accounts: new Set(["main"]), proxyKeys: new Set(["crawler"]) };
  const account = { id: "account-1", name: "main" };

  const read = (text: string) => {
    writeFileSync(path, text);
    return readProvisioningFile(path, { OPS_SECRET: "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=" });
  };
  const plan = (text: string) => planAlerts(read(text), names, records);
  const apply = (text: string): Promise<AppliedAlerts> =>
    provisionAlerts(plan(text), {
      records,
      accounts: {
        find: (id: string) => (id === account.id ? account : undefined),
        findByName: (name: string) => (name === account.name ? account : undefined),
      } as never,
      proxyKeys: { find: (id: string) => (id === key.id ? key : undefined), list: () => [key] } as never,
      now: () => NOW_MS,
    });
  const ruleNamed = (name: string) => records.rules.findByName(name);
  const idOfChannel = (name: string) => records.channels.list().find((channel) => channel.name === name)?.id;
  const auditLines = () =>
    readDatabase(dataDir, (query) =>
      query<{ action: string; actorKind: string; targetName: string }>(`SELECT * FROM "AuditEvent" ORDER BY rowid`),
    ).map(({ actorKind, action, targetName }) => `${actorKind} ${action} ${targetName}`);

  beforeEach(async () => {
    dataDir = makeDataDir();
    path = join(dataDir, "banwatch.yaml");
    store = await openStore({
      databasePath: join(dataDir, "banwatch.db"),
      migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    });
    const vault = createVault("a-secret-for-this-test-alone", "k1");
    const parts = { vault, now: () => NOW_MS, onChange: () => undefined, onSaveFailed: () => undefined };
    records = {
      rules: await openRuleRecords({ ...parts, store: store.alerts.rules }),
      channels: await openChannelRecords({ ...parts, store: store.alerts.channels }),
      maintenances: await openMaintenanceRecords({ ...parts, store: store.alerts.maintenances }),
      settings: await openAlertSettings({ ...parts, store: store.alerts.settings }),
    };
  });
  afterEach(async () => {
    await store.close();
    removeDataDir(dataDir);
  });

  it("are made with all that is declared, names becoming ids, and nothing is changed the second time", async () => {
    expect(await apply(GOOD)).toEqual({ channels: 2, rules: 2, maintenances: 3, heartbeat: 1, messages: 1 });
    expect(ruleNamed("errors above a tenth")).toMatchObject({
      provisioned: true,
      defaultKey: null,
      settings: {
        threshold: 0.1,
        clearAt: 0.075,
        forMinutes: 5,
        windowMinutes: 5,
        scope: {
          accountIds: [account.id],
          providers: [],
          codes: ["ERROR_NO_SLOT_AVAILABLE"],
          proxyKeyIds: [key.id],
        },
        channelIds: [idOfChannel("ops")],
        escalateAfterMinutes: 15,
        escalateToIds: [idOfChannel("boss")],
        repeatMinutes: null,
      },
    });
    expect(records.maintenances.findByName("nightly")).toMatchObject({
      schedule: { kind: "weekly", days: [1, 7], at: "02:30", durationMinutes: 60, timeZone: "Europe/Berlin" },
      scope: { accountIds: [account.id], providers: [] },
    });
    expect(records.maintenances.findByName("move")?.schedule).toEqual({
      kind: "single",
      fromMs: Date.UTC(2026, 11, 24, 21),
      toMs: Date.UTC(2026, 11, 25, 2),
    });
    const lines = auditLines();
    expect(lines).toContain("file rule.created errors above a tenth");
    expect(lines).toContain("file rule.changed No calls");
    expect(lines).toContain("file maintenance.created often");
    expect(await apply(GOOD)).toEqual({ channels: 0, rules: 0, maintenances: 0, heartbeat: 0, messages: 0 });
    expect(auditLines()).toEqual(lines);
  });

  it("are let go with the file: what it made is deleted, and a default rule is as it was", async () => {
    const before = ruleNamed("No calls");
    await apply(GOOD);
    expect(ruleNamed("No calls")).toMatchObject({ id: before?.id, provisioned: true, settings: { threshold: 30 } });
    await apply("");
    expect(ruleNamed("errors above a tenth")).toBeUndefined();
    expect(ruleNamed("No calls")).toEqual({ ...before, updatedAtMs: NOW_MS });
    expect(records.maintenances.list()).toEqual([]);
    expect(records.rules.list()).toHaveLength(DEFAULT_RULES.length);
  });

  it("find a default rule by its first name when somebody gave it another", async () => {
    const before = ruleNamed("No calls");
    if (before === undefined) throw new Error("not there");
    const renamed = { ...before, settings: { ...before.settings, name: "Quiet" } };
    await records.rules.save(() => [{ record: renamed, action: "rule.changed" }], TEST_ACTOR);
    await apply("rules: [{ name: No calls, when: no-traffic, above: 30 }]");
    expect(ruleNamed("No calls")?.id).toBe(before.id);
    expect(ruleNamed("Quiet")).toBeUndefined();
  });

  it("make room for a rule of another kind", async () => {
    await apply("rules: [{ name: mine, when: ip-ban }]");
    const before = ruleNamed("mine");
    await apply("rules: [{ name: mine, when: key-ban }]");
    expect(ruleNamed("mine")).toMatchObject({ settings: { when: "key-ban" } });
    expect(ruleNamed("mine")?.id).not.toBe(before?.id);
  });

  it.each([
    ["a kind that there is not", GOOD.replace("when: error-rate", "when: errors"), /line 10: rules\[0\]\.when must be/],
    ["a number on the wrong side", GOOD.replace("above: 0.1", "below: 0.1"), /line 11: rules\[0\]\.below does not go/],
    ["a number on both sides", GOOD.replace("above: 0.1", "above: 0.1\n    below: 0.2"), /rules\[0\]\.below must not/],
    ["a share above one", GOOD.replace("above: 0.1", "above: 10"), /line 11: rules\[0\]\.above must be a share/],
    ["an account that is not here", GOOD.replace("[main]", "[nobody]"), /line 14: rules\[0\]\.accounts names "nobody"/],
    ["a key that is not here", GOOD.replace("[crawler]", "[x]"), /line 15: rules\[0\]\.proxyKeys names "x"/],
    ["a channel that is not here", GOOD.replace("[ops]", "[x]"), /line 17: rules\[0\]\.channels names "x"/],
    ["half of an escalation", GOOD.replace("    escalateTo: [boss]\n", ""), /rules\[0\]\.escalateTo must name/],
    ["a misspelt field", GOOD.replace("forMinutes", "forMinute"), /rules\[0\].*forMinute/],
    ["a name twice", GOOD.replace("name: No calls", "name: errors above a tenth"), /rules\[1\]\.name .*declared twice/],
    [
      "a default rule's name for another kind",
      GOOD.replace("when: no-traffic", "when: ban-risk").replace("above: 30", "above: 0.3"),
      /rules\[1\]\.name is the name of a default rule/,
    ],
    ["a kind that is there once", "rules: [{ name: x, when: recording-late }]", /rules\[0\]\.when is of a kind/],
    [
      "a channel's misspelt setting",
      GOOD.replace("topic: boss", "topic: boss, topik: x"),
      /line 7: channels\[1\]\.topik is no/,
    ],
    ["a channel without its setting", GOOD.replace(", topic: boss", ""), /line 7: channels\[1\]\.topic must be given/],
    ["a channel of no type", GOOD.replace("type: ntfy", "type: fax"), /line 7: channels\[1\]\.type must be one of/],
    ["a day that there is not", GOOD.replace("[1, 7]", "[1, 8]"), /line 28: maintenance\[0\]\.schedule\.days\[1\] /],
    ["two ways of saying when", GOOD.replace("{ kind: single,", '{ kind: single, at: "02:30",'), /schedule .*"at"/],
    ["no way of saying when", GOOD.replace("kind: weekly", "kind: daily"), /line 27: .*schedule\.kind must be one of/],
    ["no schedule", "maintenance: [{ name: x }]", /maintenance\[0\]\.schedule must say when/],
    [
      "a time of day that there is not",
      GOOD.replace("02:30", "25:30"),
      /line 29: .*schedule\.at must be a time of day/,
    ],
    ["an end before its beginning", GOOD.replace("1798164000000", "1798000000000"), /schedule\.toMs must be later/],
    [
      "an instant without a zone",
      GOOD.replace("22:00:00+01:00", "22:00:00"),
      /line 33: maintenance\[1\]\.schedule\.fromMs must be an instant/,
    ],
    ["a cron expression that is none", GOOD.replace("0 3 * * *", "at three o'clock"), /schedule\.expression must/],
    ["a zone that there is not", GOOD.replace("Europe/Berlin", "Europe/Bonn"), /\[0\]\.schedule\.timeZone must/],
    [
      "a maintenance of an account that is not here",
      GOOD.replace("scope: { accounts: [main]", "scope: { accounts: [nobody]"),
      /line 32: maintenance\[0\]\.scope\.accounts names "nobody"/,
    ],
    ["a heartbeat to nowhere", GOOD.replace("https://hc.", "ftp://hc."), /heartbeat\.url must be an address/],
  ])("are refused with file, line and field for %s, and nothing is changed", async (_name, text, message) => {
    expect(() => plan(text)).toThrow(message);
    expect(() => plan(text)).toThrow(path);
    expect(auditLines()).toEqual([]);
  });
});
