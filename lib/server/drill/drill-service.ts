import type { Drill, DrillResponse } from "@/lib/contracts/drill";
import type { DrillObstacle, DrillProblem } from "@/lib/domain/drill";
import type { ActiveAccount } from "../accounts/directory";
import type { AuditTrail } from "../audit/audit-trail";
import { RequestError } from "../request-error";
import { isBuiltInSandbox } from "../sandbox-host";
import type { AuditActor } from "../team/actor";
import { DRILL_LENGTHS, type DrillLengths, type DrillPlay, endPlay, startPlay } from "./drill-script";
import { type DrillStage, playDrill } from "./play-drill";

/** "Rehearse a ban" (DESIGN §5): real calls of a sandbox account, from the first error to recovery. */
export interface DrillService {
  get(): DrillResponse;
  /**
   * Starts one, which goes on by itself.
   *
   * @throws {RequestError} 409 while one runs, or with the words of the obstacle when no account is fit for it
   */
  start(by: AuditActor): Promise<DrillResponse>;
  /**
   * Stops the one that runs. The ban that it caused ends as any other.
   *
   * @throws {RequestError} 409 when none runs
   */
  stop(by: AuditActor): Promise<DrillResponse>;
  /** Stops what runs, without a line in the audit log, and waits for its last call. */
  close(): Promise<void>;
}

export interface DrillParts {
  readonly stage: DrillStage;
  /** Those that are in use. */
  readonly listAccounts: () => readonly ActiveAccount[];
  /** Whether calls of this account wait now, for its own sake. */
  readonly isHeld: (accountId: string) => boolean;
  readonly audit: AuditTrail;
  /** Told of each step, and of nothing in between. */
  readonly onStep: () => void;
  readonly onFailed: (error: unknown) => void;
  readonly lengths?: DrillLengths;
}

interface Rehearsal {
  readonly account: ActiveAccount;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly stop: AbortController;
  play: DrillPlay;
  endedAtMs: number | null;
  /** Resolves when no call of it is under way any more. */
  over: Promise<void>;
}

const conflict = (code: string, message: string) => new RequestError(409, code, message);

/** Code and words of a refused start; the page says the same of an obstacle before anybody tries. */
const REFUSALS: Readonly<Record<DrillObstacle, readonly [code: string, message: string]>> = {
  "no-account": ["no_sandbox_account", "There is no sandbox account to rehearse with. Add one."],
  "proxy-keys-only": [
    "proxy_keys_only",
    "Every sandbox account takes only proxy keys, and a rehearsal calls with the account’s own. Add another, or let one take its own key.",
  ],
  "account-held": [
    "sandbox_account_held",
    "No sandbox account can call now: each is held by a cooldown of its own. Resume or lift one, or add another account.",
  ],
  "address-banned": [
    "sandbox_banned",
    "The sandbox bans the address now, and so every account there. Rehearse again when that is over.",
  ],
};

const targetOf = ({ id, name }: ActiveAccount) => ({ kind: "account", id, name }) as const;

export function createDrillService(parts: DrillParts): DrillService {
  const { stage, audit, lengths = DRILL_LENGTHS } = parts;
  let last: Rehearsal | null = null;
  /** Holds the place while the line of the audit log is written. */
  let isStarting = false;
  let isClosed = false;

  const findAccount = (): { account: ActiveAccount } | { obstacle: DrillObstacle } => {
    // Only the built-in sandbox can be asked for a ban.
    const sandboxes = parts.listAccounts().filter(isBuiltInSandbox);
    const callable = sandboxes.filter(({ proxyKeysOnly }) => !proxyKeysOnly);
    const [first] = callable;
    if (first === undefined) return { obstacle: sandboxes.length === 0 ? "no-account" : "proxy-keys-only" };
    if (stage.findRunning(first.providerHost) !== null) return { obstacle: "address-banned" };
    const account = callable.find(({ id }) => !parts.isHeld(id));
    return account === undefined ? { obstacle: "account-held" } : { account };
  };

  const take = (rehearsal: Rehearsal, play: DrillPlay): void => {
    const isNews = play.step !== rehearsal.play.step || play.cooldownId !== rehearsal.play.cooldownId;
    rehearsal.play = play;
    if (["done", "stopped", "failed"].includes(play.step)) rehearsal.endedAtMs ??= play.stepSinceMs;
    if (isNews) parts.onStep();
  };

  const halt = (rehearsal: Rehearsal, problem: DrillProblem | null): void => {
    rehearsal.stop.abort();
    take(rehearsal, endPlay(rehearsal.play, "stopped", problem, stage.now()));
  };

  const begin = (account: ActiveAccount, by: AuditActor): void => {
    const startedAtMs = stage.now();
    const rehearsal: Rehearsal = {
      account,
      startedBy: by.name,
      startedAtMs,
      stop: new AbortController(),
      play: startPlay(startedAtMs),
      endedAtMs: null,
      over: Promise.resolve(),
    };
    last = rehearsal;
    parts.onStep();
    rehearsal.over = playDrill(rehearsal, stage, lengths, (play) => take(rehearsal, play), rehearsal.stop.signal).catch(
      (error: unknown) => {
        parts.onFailed(error);
        take(rehearsal, endPlay(rehearsal.play, "failed", "unexpected", stage.now()));
      },
    );
  };

  const toDrill = ({ account, startedBy, startedAtMs, play, endedAtMs }: Rehearsal): Drill => ({
    startedAtMs,
    startedBy,
    account: account.name,
    step: play.step,
    stepSinceMs: play.stepSinceMs,
    reached: play.reached,
    errors: play.errors,
    held: play.held,
    cooldownId: play.cooldownId,
    endedAtMs,
    problem: play.problem,
  });

  const get = (): DrillResponse => {
    const found = findAccount();
    return {
      serverNowMs: stage.now(),
      account: "account" in found ? found.account.name : null,
      accountId: "account" in found ? found.account.id : null,
      obstacle: "obstacle" in found ? found.obstacle : null,
      drill: last === null ? null : toDrill(last),
    };
  };

  const chooseAccount = (): ActiveAccount => {
    if (isStarting || (last !== null && last.endedAtMs === null)) {
      throw conflict("drill_running", "A rehearsal is running. Wait for its end, or stop it.");
    }
    const found = findAccount();
    if ("obstacle" in found) throw conflict(...REFUSALS[found.obstacle]);
    return found.account;
  };

  return {
    get,
    start: async (by) => {
      const account = chooseAccount();
      isStarting = true;
      try {
        await audit.record(by, { action: "drill.started", target: targetOf(account) });
        if (!isClosed) begin(account, by);
      } finally {
        isStarting = false;
      }
      return get();
    },
    stop: async (by) => {
      const rehearsal = last;
      if (rehearsal === null || rehearsal.endedAtMs !== null) throw conflict("no_drill", "No rehearsal is running.");
      const changes = [{ field: "step", before: rehearsal.play.step, after: "stopped" }];
      await audit.record(by, { action: "drill.stopped", target: targetOf(rehearsal.account), changes });
      halt(rehearsal, null);
      return get();
    },
    close: async () => {
      isClosed = true;
      if (last === null) return;
      halt(last, "closing");
      await last.over;
    },
  };
}
