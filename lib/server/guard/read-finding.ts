import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { findHoldRule } from "@/lib/domain/cooldown/hold-rules";
import type { ProbeFinding } from "@/lib/domain/cooldown/step";
import type { ExchangeResult } from "../proxy/exchange";
import type { CooldownRecord } from "../store/cooldowns";
import { readSaidMs } from "./read-refusal";

/** What the answer to a probe says about the scope that it was sent for. */
export function readFinding(
  scope: CooldownRecord["scope"],
  { reply, error }: Pick<ExchangeResult, "reply" | "error">,
): ProbeFinding {
  if (reply.origin !== "upstream") return { kind: "unknown" };
  if (error === null) return { kind: "over" };
  // A gateway's page comes from something in front of the provider, and says nothing about the ban.
  if (error.code === UNREADABLE_REPLY_CODE) return { kind: "unknown" };
  const rule = findHoldRule(error.code);
  if (rule === null || rule.effect === "empty") return { kind: "over" };
  if (rule.scope === scope && rule.inARow === 1) return { kind: "banned", saidMs: readSaidMs(error.description) };
  // An address that is told that the key is wrong is not banned; of an account a banned address tells nothing.
  return scope === "egress" ? { kind: "over" } : { kind: "unknown" };
}
