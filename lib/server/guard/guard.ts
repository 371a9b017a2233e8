import { findHoldRule } from "@/lib/domain/cooldown/hold-rules";
import { getPreset } from "@/lib/domain/provider-presets";
import type { ActiveAccount } from "../accounts/directory";
import type { OwnAnswer } from "../proxy/own-answer";
import type { CallFields } from "../proxy/read-call-body";
import type { CooldownRecord } from "../store/cooldowns";
import type { CooldownKeeper, NotedReply, Ticket } from "./cooldown-keeper";
import type { GuardSettings } from "./guard-settings";
import { heldAfterTooManyPolls, heldByCooldown, heldByShedding, heldWithoutTask } from "./held-answer";
import type { RiskWatch } from "./risk-watch";
import type { NoticedTurn, RunawayWatch } from "./runaway-watch";

/** A call of a program that was let in, before it is sent. */
export interface GuardedCall {
  readonly account: ActiveAccount;
  /** Null for the account's own key. */
  readonly proxyKeyId: string | null;
  /** Without any key in it: people see who called what. */
  readonly method: string;
  /** Without any key in them: people see them. */
  readonly fields: CallFields;
  readonly callerAddress: string | null;
}

export type GuardVerdict =
  /** To be sent; the ticket goes with it, so that its reply is understood. */
  | { readonly kind: "pass"; readonly ticket: Ticket }
  /** To be answered here. */
  | { readonly kind: "held"; readonly answer: OwnAnswer };

/** What a reply belongs to. */
export interface RepliedCall extends GuardedCall {
  /** Null while a key is only being tried out. */
  readonly accountId: string | null;
  readonly ticket: Ticket;
  readonly source: "program" | "banwatch" | "drill";
}

/** The guard (DESIGN §3): which calls wait, and what a reply does to the calls after it. Map look-ups and no I/O. */
export interface Guard {
  /** @param again whether this very call was asked about before, when it had to wait for its turn to be sent */
  check(call: GuardedCall, nowMs: number, again?: boolean): GuardVerdict;
  /**
   * Takes note of a reply of the provider.
   *
   * @returns the cooldown that it began or changed, to be stored before the reply is handed on; null when it did not
   */
  noteReply(call: RepliedCall, error: NotedReply["error"], atMs: number): CooldownRecord | null;
}

/** For calls that the guard takes no notice of: whatever the reply, it says nothing to any scope. */
const NO_TICKET: Ticket = { egressEpoch: null, accountEpoch: null };

export function createGuard(parts: {
  readonly keeper: CooldownKeeper;
  readonly settings: GuardSettings;
  readonly risks: RiskWatch;
  readonly runaways: RunawayWatch;
  /** The dashboard's own address, for links in answers. */
  readonly origin: string;
  /** Told when a cooldown began. */
  readonly onBegin: (record: CooldownRecord) => void;
}): Guard {
  const { keeper, settings, risks, runaways, origin } = parts;

  const runawayCallOf = ({ account, proxyKeyId, method, fields, callerAddress }: GuardedCall) => ({
    accountId: account.id,
    provider: account.provider,
    proxyKeyId,
    method,
    taskId: fields.taskId,
    callerAddress,
  });

  /** Of an ordinary call null. Counts the poll. */
  const findRunawayAnswer = (call: GuardedCall, nowMs: number, turn: NoticedTurn): OwnAnswer | null => {
    const kind = runaways.notice(runawayCallOf(call), nowMs, turn)?.kind;
    if (kind === undefined) return null;
    return kind === "no-task-id"
      ? heldWithoutTask
      : heldAfterTooManyPolls(getPreset(call.account.provider).maxPollsPerTask);
  };

  return {
    check: (call, nowMs, again = false) => {
      const { account, proxyKeyId, method } = call;
      const { id: accountId, provider, providerHost } = account;
      const mode = settings.modeOf(account);
      if (mode === "off") return { kind: "pass", ticket: NO_TICKET };
      const enforces = mode === "enforce";
      const hold = keeper.findHold(accountId, providerHost, method);
      // Of held calls as well: a ban must not make it forget who is at it.
      const turn = again ? "again" : hold !== null && enforces ? "held" : "first";
      const runaway = findRunawayAnswer(call, nowMs, turn);
      if (hold !== null) {
        // One that is only observed was counted the first time.
        if (enforces || !again)
          keeper.countCall(hold.id, { accountId, proxyKeyId, method }, enforces ? "held" : "observed");
        if (enforces) return { kind: "held", answer: heldByCooldown(hold, origin, nowMs) };
      }
      if (runaway !== null && enforces) {
        runaways.noteAnsweredHere(runawayCallOf(call), nowMs);
        return { kind: "held", answer: runaway };
      }
      const shedMs = enforces ? risks.shed({ providerHost, provider, method }, nowMs) : null;
      if (shedMs !== null) {
        risks.noteShed(providerHost, nowMs);
        return { kind: "held", answer: heldByShedding(providerHost, shedMs) };
      }
      return { kind: "pass", ticket: keeper.ticket(accountId, providerHost) };
    },
    noteReply: (call, error, atMs) => {
      const { account, accountId, proxyKeyId, ticket, source } = call;
      if (settings.modeOf(account) === "off") return null;
      const { provider, providerHost } = account;
      if (source !== "banwatch") runaways.noteReply(runawayCallOf(call), error !== null, atMs);
      const isDrill = source === "drill";
      // A rehearsal's own page tells of its errors: here they would tell of a risk that there is none.
      if (error !== null && !isDrill && findHoldRule(error.code)?.scope !== "egress") {
        risks.noteError({ providerHost, provider, accountId: account.id, proxyKeyId, atMs });
      }
      const record = keeper.noteReply({ error, atMs, provider, providerHost, accountId, ticket, isDrill });
      if (record !== null && record.revision === 1) parts.onBegin(record);
      return record;
    },
  };
}
