import fc from "fast-check";
import { expect, it } from "vitest";
import { LONGEST_LONGER_WAIT_MS } from "@/lib/domain/cooldown/waits";
import { type CooldownKeeper, createCooldownKeeper, type Ticket } from "@/lib/server/guard/cooldown-keeper";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";

const HOST = "api.ez-captcha.com";
const START_MS = 1_760_000_000_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const AFTER_LOST_PROBE_MS = 5 * SECOND_MS;

/** What is true, by a clock that nobody sets. */
interface Model {
  nowMs: number;
  /** How far the wall clock is off. */
  offsetMs: number;
  phase: "open" | "cooling" | "probing";
  endMs: number;
  waitMs: number;
  /** A number for each stretch of time whose replies say something to the present one. */
  generation: number;
  /** The generations of the calls that are under way. */
  underWay: number[];
}

/** The keeper, what its callers have stored of it, and the calls that are under way. */
interface Real {
  keeper: CooldownKeeper;
  stored: Map<string, CooldownRecord>;
  underWay: Ticket[];
  probeEpoch: number | null;
}

const wallMs = (model: Model) => START_MS + model.nowMs + model.offsetMs;

const store = (real: Real, record: CooldownRecord | null) => {
  if (record !== null) real.stored.set(record.id, record);
};

const runningOf = (real: Real) => [...real.stored.values()].find(({ endedAtMs }) => endedAtMs === null);

/** The end that is stored is the true one, whatever the wall clock shows. */
function check(model: Model, real: Real): void {
  const record = runningOf(real);
  const live = record === undefined ? null : real.keeper.find(record.id);
  expect(live?.state ?? "open").toBe(model.phase);
  if (model.phase === "cooling") expect((live?.untilMs ?? 0) - model.offsetMs).toBe(START_MS + model.endMs);
  expect(live?.untilMs).toBe(record?.untilMs);
}

type Command = fc.Command<Model, Real>;
const command = (
  name: string,
  canRun: (model: Model) => boolean,
  run: (model: Model, real: Real) => void,
): Command => ({
  check: canRun,
  run: (model, real) => {
    run(model, real);
    check(model, real);
  },
  toString: () => name,
});

const call = (): Command =>
  command(
    "call",
    ({ underWay }) => underWay.length < 300,
    (model, real) => {
      const isHeld = real.keeper.findHold("a", HOST, "getTaskResult") !== null;
      expect(isHeld, "a call is sent while it is open, and at no other time").toBe(model.phase !== "open");
      if (isHeld) return;
      model.underWay.push(model.generation);
      real.underWay.push(real.keeper.ticket("a", HOST));
    },
  );

const reply = (index: number, banSeconds: number | null): Command =>
  command(
    `reply ${index}: ${banSeconds === null ? "success" : `banned for ${banSeconds} s`}`,
    ({ underWay }) => underWay.length > 0,
    (model, real) => {
      const at = index % model.underWay.length;
      const [generation] = model.underWay.splice(at, 1);
      const [ticket] = real.underWay.splice(at, 1) as [Ticket];
      const description = `blocked for ${banSeconds} seconds`;
      const error = banSeconds === null ? null : { code: "ERROR_IP_BANNED", description };
      const reported = { provider: "ez-captcha", providerHost: HOST, accountId: "a", isDrill: false } as const;
      store(real, real.keeper.noteReply({ ...reported, error, atMs: wallMs(model), ticket }));
      if (banSeconds === null || generation !== model.generation) return;
      const endMs = model.nowMs + banSeconds * SECOND_MS;
      if (model.phase === "open" || endMs > model.endMs) {
        model.endMs = endMs;
        model.waitMs = banSeconds * SECOND_MS;
      }
      model.phase = "cooling";
    },
  );

const wait = (ms: number): Command =>
  command(
    `wait ${ms} ms`,
    () => true,
    (model) => {
      model.nowMs += ms;
    },
  );

const setClock = (byMs: number): Command =>
  command(
    `set the clock by ${byMs} ms`,
    () => true,
    (model, real) => {
      model.offsetMs += byMs;
      for (const record of real.keeper.stepClock(byMs, wallMs(model))) store(real, record);
    },
  );

const tick = (): Command =>
  command(
    "tick",
    () => true,
    (model, real) => {
      const isDue = model.phase === "cooling" && model.endMs <= model.nowMs;
      const due = real.keeper.listDue(wallMs(model));
      expect(due.length).toBe(isDue ? 1 : 0);
      const [record] = due;
      if (record === undefined) return;
      const begun = real.keeper.plan(record.id, { type: "tick" }, wallMs(model));
      expect(begun === null ? null : real.keeper.apply(begun)).not.toBeNull();
      store(real, begun?.record ?? null);
      expect(real.keeper.plan(record.id, { type: "tick" }, wallMs(model)), "there is one probe at a time").toBeNull();
      real.probeEpoch = real.keeper.epochOf(record.id);
      model.phase = "probing";
      model.generation += 1;
    },
  );

const answerProbe = (saidSeconds: number | null): Command =>
  command(
    `probe: ${saidSeconds === null ? "over" : `banned for ${saidSeconds} s`}`,
    ({ phase }) => phase === "probing",
    (model, real) => {
      const id = runningOf(real)?.id ?? "";
      const saidMs = (saidSeconds ?? 0) * SECOND_MS;
      const finding = saidSeconds === null ? { kind: "over" as const } : { kind: "banned" as const, saidMs };
      const event = { type: "probed", epoch: real.probeEpoch ?? -1, finding } as const;
      const found = real.keeper.plan(id, event, wallMs(model));
      expect(found === null ? null : real.keeper.apply(found)).not.toBeNull();
      store(real, found?.record ?? null);
      if (saidSeconds === null) {
        model.phase = "open";
        model.generation += 1;
        return;
      }
      model.phase = "cooling";
      model.waitMs = Math.max(saidMs, Math.min(2 * model.waitMs, LONGEST_LONGER_WAIT_MS), SECOND_MS);
      model.endMs = model.nowMs + model.waitMs;
    },
  );

const lift = (): Command =>
  command(
    "lift",
    ({ phase }) => phase !== "open",
    (model, real) => {
      const lifted = real.keeper.plan(runningOf(real)?.id ?? "", { type: "lifted" }, wallMs(model));
      expect(lifted === null ? null : real.keeper.apply(lifted)).not.toBeNull();
      store(real, lifted?.record ?? null);
      model.phase = "open";
      model.generation += 1;
    },
  );

/** Calls under way die with the process. A probe that was under way is asked again after five seconds. */
const restart = (): Command =>
  command(
    "restart",
    () => true,
    (model, real) => {
      const running = runningOf(real);
      real.keeper = createCooldownKeeper(running === undefined ? [] : [running], wallMs(model));
      const live = running === undefined ? null : real.keeper.find(running.id);
      store(real, live);
      real.underWay = [];
      model.underWay = [];
      model.generation += 1;
      if (model.phase !== "probing") return;
      model.phase = "cooling";
      model.endMs = Math.max(model.endMs, model.nowMs + AFTER_LOST_PROBE_MS);
    },
  );

it("whatever happens in whatever order: held until the latest end, one probe, and nothing before it", () => {
  const seconds = fc.integer({ min: 10, max: 900 });
  const commands = [
    fc.constant(call()),
    fc.constant(call()),
    fc.tuple(fc.nat(300), fc.option(seconds)).map(([index, banSeconds]) => reply(index, banSeconds)),
    fc.nat(20 * MINUTE_MS).map(wait),
    fc.constant(tick()),
    fc.constant(tick()),
    fc.option(seconds).map(answerProbe),
    fc.constantFrom(-60 * MINUTE_MS, 60 * MINUTE_MS).map(setClock),
    fc.constant(lift()),
    fc.constant(restart()),
  ];
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 120, size: "max" }), (sequence) => {
      fc.modelRun(
        () => ({
          model: { nowMs: 0, offsetMs: 0, phase: "open", endMs: 0, waitMs: 0, generation: 0, underWay: [] } as Model,
          real: {
            keeper: createCooldownKeeper([], START_MS),
            stored: new Map(),
            underWay: [],
            probeEpoch: null,
          } as Real,
        }),
        sequence,
      );
    }),
    { numRuns: 300 },
  );
});
