import { describeCode } from "@/lib/domain/catalogue";
import type { DrillProblem } from "@/lib/domain/drill";
import { parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import type { HandleCall } from "../proxy/handle-call";
import type { ProviderReply } from "../proxy/provider-call";
import { makeDrillCall } from "./drill-calls";
import { advancePlay, type DrillLengths, type DrillPlay, type DrillReply, endPlay, nextMove } from "./drill-script";

/** What a rehearsal touches. */
export interface DrillStage {
  readonly handleCall: HandleCall;
  /** The account as it is now; null once it is archived. */
  findAccount(id: string): ActiveAccount | null;
  /** The id of the cooldown that runs for the provider's address; null when there is none. */
  findRunning(providerHost: string): string | null;
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

function readReply(reply: ProviderReply): DrillReply {
  if (reply.origin === "held") return "held";
  if (reply.origin !== "upstream") return "broken";
  const envelope = parseEnvelope(reply.status, reply.body);
  if (envelope.kind === "success") return "good";
  return envelope.kind === "error" && describeCode(envelope.code).bans === "egress" ? "ban" : "error";
}

/** Why the rehearsal can't go on with this account; null when it can. */
function findProblem(begun: ActiveAccount, now: ActiveAccount | null): DrillProblem | null {
  if (now === null || now.providerHost !== begun.providerHost) return "account-changed";
  return now.proxyKeysOnly ? "proxy-keys-only" : null;
}

/**
 * Plays a rehearsal from where it stands to its end, with real calls of the account's own key.
 *
 * @param onPlay told of each new state
 * @param signal stops it; then it resolves at once, and nobody is told of an end
 */
export async function playDrill(
  begun: { readonly play: DrillPlay; readonly account: ActiveAccount },
  stage: DrillStage,
  lengths: DrillLengths,
  onPlay: (play: DrillPlay) => void,
  signal: AbortSignal,
): Promise<void> {
  let { play } = begun;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const { move, restMs } = nextMove(play, lengths);
    if (move === "end") return;
    const account = stage.findAccount(begun.account.id);
    const problem = findProblem(begun.account, account);
    if (account === null || problem !== null) return onPlay(endPlay(play, "failed", problem, stage.now()));
    const call = makeDrillCall(move, turn, { clientKey: account.clientKey, banSeconds: lengths.banSeconds });
    const reply = call === null ? null : readReply(await stage.handleCall(call));
    if (signal.aborted) return;
    play = advancePlay(
      play,
      { nowMs: stage.now(), reply, runningId: stage.findRunning(account.providerHost) },
      lengths,
    );
    onPlay(play);
    await stage.sleep(restMs, signal);
  }
}
