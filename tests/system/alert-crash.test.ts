import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { type Receiver, startReceiver } from "../support/receivers/receiver";

const ROUNDS = 50;
const STEPS = ["written", "claimed", "sent", "settled", "begun", "ended"] as const;
/** Programs take longer to load than to do their work: that many load while one works. */
const LOADING = 2;

interface Ended {
  readonly signal: string | null;
  readonly code: number | null;
  readonly output: string;
}

/** A program that has been started, and waits for its word to begin. */
interface Ready {
  readonly step: string;
  run(): Promise<Ended>;
}

interface Message {
  readonly id: string;
  readonly notices: readonly AlertNotice[];
}

describe("a crash at any step between a ban and its message", () => {
  let dataDir: string;
  let receiver: Receiver<"webhook">;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    dataDir = makeDataDir();
    receiver = await startReceiver("webhook");
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    await receiver.close();
    removeDataDir(dataDir);
  });

  const load = (step: string, nth: number): Ready => {
    const { url = "", secret = "" } = receiver.settings;
    const program = ["--import", "tsx", "tests/support/alert-and-die.ts", dataDir, url, secret, step, String(nth)];
    const child = spawn(process.execPath, program, { stdio: "pipe" });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal, output }));
    });
    return {
      step: `${step} (${nth})`,
      run: () => {
        child.stdin.write("\n");
        return ended;
      },
    };
  };

  /** Runs one after the other, on one data directory. @returns the bans that programs were told of */
  const crash = async (rounds: ReadonlyArray<readonly [step: string, nth: number]>): Promise<string[]> => {
    const waiting = [...rounds];
    const ready: Ready[] = [];
    const bans: string[] = [];
    while (waiting.length + ready.length > 0) {
      while (ready.length < LOADING) {
        const next = waiting.shift();
        if (next === undefined) break;
        ready.push(load(...next));
      }
      const program = ready.shift();
      const { signal, output } = (await program?.run()) as Ended;
      expect(signal, `${program?.step}: ${output}`).toBe("SIGKILL");
      bans.push(...[...output.matchAll(/^began (\S+) /gm)].map(([, id]) => id ?? ""));
    }
    return bans;
  };

  const drain = async () => {
    const { code, output } = await load("none", 1).run();
    expect(code, output).toBe(0);
  };

  const messages = (): Message[] =>
    receiver.accepted().map(({ headers, json }) => ({
      id: headers["webhook-id"] ?? "",
      notices: (json as { data: { notices: AlertNotice[] } }).data.notices,
    }));

  it(`loses no message in ${ROUNDS} of them, and sends none twice but under one id`, async () => {
    const rounds = Array.from(
      { length: ROUNDS },
      (_, round) => [STEPS[round % STEPS.length] ?? "", 1 + ((round * 7) % 4)] as const,
    );
    const startedAt = performance.now();
    const bans = await crash(rounds);
    await drain();
    const seconds = (performance.now() - startedAt) / 1_000;

    const all = messages();
    const byId = new Map<string, Message>();
    for (const message of all) {
      // A twin says what the first one said.
      const first = byId.get(message.id) ?? message;
      expect(message.notices).toEqual(first.notices);
      byId.set(message.id, first);
    }
    const notices = [...byId.values()].flatMap((message) => message.notices);
    const of = (incidentId: string) => notices.filter((notice) => notice.incidentId === incidentId);

    const { incidents, cooldowns, times, unsettled } = readDatabase(dataDir, (query) => ({
      incidents: query<{ id: string; subjectId: string; status: string }>(`SELECT * FROM "Incident"`),
      cooldowns: query<{ id: string; providerHost: string }>(`SELECT * FROM "Cooldown"`),
      times: query<{ incidentId: string; kind: string }>(
        `SELECT * FROM "IncidentTransition" WHERE "kind" IN ('opened', 'reopened', 'resolved') ORDER BY "id"`,
      ),
      unsettled: query(`SELECT * FROM "Delivery" WHERE "status" <> 'delivered'`),
    }));
    console.info(
      `${ROUNDS} crashes in ${seconds.toFixed(1)} s: ${bans.length} bans told of, ${cooldowns.length} written, ` +
        `${incidents.length} incidents, ${byId.size} messages, ${all.length - byId.size} twins`,
    );

    expect(receiver.received.every(({ problem }) => problem === null)).toBe(true);
    expect(unsettled).toEqual([]);
    expect(new Set(cooldowns.map(({ id }) => id))).toEqual(new Set([...bans, ...cooldowns.map(({ id }) => id)]));
    // Nothing that was told to a program goes without an incident, and none comes from nothing.
    const hosts = cooldowns.map(({ providerHost }) => providerHost);
    expect(incidents.map(({ subjectId }) => subjectId).sort()).toEqual([...new Set(hosts)].sort());

    for (const { id, subjectId, status } of incidents) {
      expect(status).toBe("resolved");
      const told = of(id);
      // A beginning that was over before it was told of is part of the message of its end.
      expect(told.at(-1)?.event, subjectId).toBe("resolved");
      told.forEach((notice, index) => {
        const before = told[index - 1];
        if (before === undefined) return;
        expect(notice.atMs, `${subjectId} in order`).toBeGreaterThan(before.atMs);
        if (notice.event === "firing") expect(before.event).toBe("resolved");
      });
      const own = times.filter(({ incidentId }) => incidentId === id).map(({ kind }) => kind);
      expect(own.filter((kind) => kind === "opened")).toHaveLength(1);
      own.forEach((kind, index) => {
        expect(kind === "resolved", `${subjectId}: ${own}`).toBe(index % 2 === 1);
      });
      const begun = hosts.filter((host) => host === subjectId).length;
      expect(own.filter((kind) => kind !== "resolved").length, subjectId).toBeLessThanOrEqual(begun);
      // Every one of its changes is told of, alone or with others.
      expect(told.reduce((sum, { changes }) => sum + changes, 0)).toBe(own.length);
    }
  }, 300_000);
});
