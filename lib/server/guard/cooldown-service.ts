import type { z } from "zod";
import type { Cooldown, CooldownListResponse, lookUpResponse } from "@/lib/contracts/cooldowns";
import { type AuditEntry, createAuditRecord } from "../audit/audit-record";
import { RequestError } from "../request-error";
import type { CooldownRecord, CooldownStore } from "../store/cooldowns";
import type { AuditActor } from "../team/actor";
import type { CooldownKeeper, HowItEnds } from "./cooldown-keeper";
import type { CooldownSaver } from "./cooldown-saver";
import type { NotAsked, Prober } from "./prober";
import { CALLERS_IN_LIST, type ToCooldown } from "./to-cooldown";

export interface CooldownService {
  listRunning(): CooldownListResponse;
  /**
   * Somebody ends a cooldown before its time, with the reason: resumes one that waits for a person, lifts any other. Who
   * it was is kept with it, and in the audit log.
   *
   * @throws {RequestError} 404 when it does not run (any more)
   */
  resume(id: string, reason: string, by: AuditActor): Promise<{ serverNowMs: number; cooldown: Cooldown }>;
  /**
   * Somebody says that there is money again: the balance is asked for at once.
   *
   * @throws {RequestError} 404 when it does not run (any more), 409 when it is not about an empty balance or cannot be
   * asked about now
   */
  lookUp(id: string, by: AuditActor): Promise<z.infer<typeof lookUpResponse>>;
  /**
   * Ends the account's own cooldown, if one runs: a ban of a key is over with the key. A ban of our address stays, for
   * it bans every key.
   */
  endOfAccount: EndAccountCooldown;
}

export type EndAccountCooldown = (accountId: string, how: "key-replaced" | "archived") => Promise<void>;

const NOT_ASKED: Readonly<Record<NotAsked, string>> = {
  "not-empty": "Only a cooldown for an empty balance is ended by a look-up.",
  "too-soon": "The balance was asked for within the last five seconds. Try again in a moment.",
  "address-held": "The address is banned as well, so nothing is asked until that is over.",
};

export function createCooldownService(parts: {
  readonly keeper: CooldownKeeper;
  readonly prober: Pick<Prober, "lookUpNow">;
  readonly saver: Pick<CooldownSaver, "save" | "saveCounts">;
  readonly store: Pick<CooldownStore, "end">;
  /** Writes one line of the audit log. */
  readonly audit: (by: AuditActor, entry: AuditEntry) => Promise<void>;
  readonly toCooldown: ToCooldown;
  readonly nameOfAccount: (id: string) => string | null;
  readonly now: () => number;
  readonly onChange: () => void;
  /** Told of what a person ended, once calls may go on. */
  readonly onResumed: (ended: CooldownRecord) => void;
}): CooldownService {
  const { keeper, prober, store, nameOfAccount, now } = parts;

  const toCooldown = (record: CooldownRecord) => parts.toCooldown(record, CALLERS_IN_LIST);

  /** What it is called in the audit log: the code, and whom it held. */
  const describeCooldown = ({ code, accountId, scope, providerHost }: CooldownRecord): string => {
    const account = accountId === null ? null : nameOfAccount(accountId);
    return `${code}, ${scope === "account" && account !== null ? account : providerHost}`;
  };

  const targetOf = (record: CooldownRecord) =>
    ({ kind: "cooldown", id: record.id, name: describeCooldown(record) }) as const;

  const notRunning = () => new RequestError(404, "not_found", "This cooldown is not running (any more).");

  const find = (id: string): CooldownRecord => {
    const record = keeper.find(id);
    if (record === null) throw notRunning();
    return record;
  };

  /** @returns null when it had ended already */
  const end = async (
    id: string,
    how: HowItEnds,
    store: (ended: CooldownRecord) => Promise<boolean>,
  ): Promise<CooldownRecord | null> => {
    let plan = keeper.plan(id, { type: "lifted" }, now(), how);
    if (plan === null) return null;
    const ended = plan.record;
    // Stored first: a crash in between must not bring a cooldown back that somebody saw end.
    const isFirst = await store(ended);
    // Whatever happened to it meanwhile, what is stored as ended is over.
    let applied = keeper.apply(plan);
    while (applied === null && plan !== null) {
      plan = keeper.plan(id, { type: "lifted" }, now(), how);
      applied = plan === null ? null : keeper.apply(plan);
    }
    if (applied !== null && applied.heldCalls !== ended.heldCalls) parts.saver.saveCounts([applied]);
    parts.onChange();
    return isFirst ? ended : null;
  };

  return {
    listRunning: () => ({ serverNowMs: now(), cooldowns: keeper.listRunning().map(toCooldown) }),
    resume: async (id, reason, by) => {
      const record = find(id);
      const entry: AuditEntry = {
        action: record.state === "blocked" ? "cooldown.resumed" : "cooldown.lifted",
        target: targetOf(record),
        changes: [{ field: "reason", before: null, after: reason }],
      };
      const how: HowItEnds = { endedHow: "person", endedBy: by.name, endReason: reason };
      const line = createAuditRecord(by, entry, now());
      const ended = await end(id, how, (lifted) => store.end(lifted, line));
      if (ended === null) throw notRunning();
      parts.onResumed(ended);
      return { serverNowMs: now(), cooldown: toCooldown(ended) };
    },
    lookUp: async (id, by) => {
      const record = find(id);
      const lookedUp = await prober.lookUpNow(id);
      if (typeof lookedUp === "string") throw new RequestError(409, "conflict", NOT_ASKED[lookedUp]);
      await parts.audit(by, { action: "cooldown.looked-up", target: targetOf(record) });
      return { serverNowMs: now(), ...lookedUp };
    },
    endOfAccount: async (accountId, endedHow) => {
      const record = keeper.findOfAccount(accountId);
      keeper.forgetCallsOf(accountId, now());
      if (record === null) return;
      // What it was about is gone, whether or not the database takes it now.
      await end(record.id, { endedHow, endedBy: null, endReason: null }, async (ended) => {
        await parts.saver.save(ended);
        return true;
      });
    },
  };
}
