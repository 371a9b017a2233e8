import { isCooldownKind, type RuleKind, ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import type { CooldownKeeper } from "../../guard/cooldown-keeper";
import type { RiskWatch } from "../../guard/risk-watch";
import type { Recorder } from "../../recorder/recorder";
import type { RuleRecord } from "../../store/alerts/rules";
import type { CooldownRecord } from "../../store/cooldowns";
import { cooldownFacts, cooldownKindOf } from "./cooldown-kind";
import { type AccountSources, measureAccounts } from "./measure-accounts";
import { measureAddresses } from "./measure-addresses";
import { measureCodes } from "./measure-codes";
import { measureChannels, measureRecording, measureWaiting, type WatchedChannel } from "./measure-self";
import type { Measurement } from "./measurement";
import type { SeenCodes } from "./seen-codes";
import type { ReadSnapshot, Snapshot } from "./snapshot";

export type { Measurement } from "./measurement";
export type { Snapshot } from "./snapshot";

const FROM_DATABASE: ReadonlySet<RuleKind> = new Set<RuleKind>([
  "error-rate",
  "provider-unavailable",
  "time-to-empty",
  "no-traffic",
  "deliveries-late",
]);

/** Whether a kind is measured by more than what is in memory. */
export const needsSnapshot = (kind: RuleKind): boolean => FROM_DATABASE.has(kind);

/** Finds out what rules ask for. */
export interface Measurer {
  /**
   * Reads what the enabled rules need from the database; what hardly changes is kept for some seconds. Never rejects: what
   * cannot be read is named in it.
   */
  read(rules: readonly RuleRecord[], nowMs: number): Promise<Snapshot>;
  /**
   * Every subject that the rule has now, with its reading. One that is not listed is gone. No I/O.
   *
   * @param snapshot null does for kinds that only need memory; others then have no data
   */
  measure(rule: RuleRecord, snapshot: Snapshot | null, nowMs: number): readonly Measurement[];
  /**
   * What a cooldown that just began or ended says to one rule; null when it is none of its kind or out of its scope. A
   * subject that another cooldown holds meanwhile is not fine; one that began after the end is told of by itself.
   */
  measureCooldown(rule: RuleRecord, cooldown: CooldownRecord, nowMs: number): Measurement | null;
}

/** @param parts.readSnapshot made by `createReadSnapshot` */
export function createMeasurer(
  parts: AccountSources & {
    readonly keeper: Pick<CooldownKeeper, "listRunning">;
    readonly risks: Pick<RiskWatch, "list">;
    readonly recorder: Pick<Recorder, "health">;
    readonly listChannels: () => readonly WatchedChannel[];
    readonly seenCodes: Pick<SeenCodes, "list">;
    readonly readSnapshot: ReadSnapshot;
  },
): Measurer {
  let degradedSinceMs: number | null = null;

  const noteRecording = (nowMs: number): number | null => {
    const isDegraded = parts.recorder.health().reason !== null;
    degradedSinceMs = isDegraded ? Math.min(degradedSinceMs ?? nowMs, nowMs) : null;
    return degradedSinceMs;
  };

  const measureWith = (
    { settings }: RuleRecord,
    { running, snapshot, nowMs }: Parameters<typeof measureAccounts>[2],
    listAccounts = parts.listAccounts,
  ): Measurement[] => {
    switch (ruleKindFacts(settings.when).subject) {
      case "account":
        return measureAccounts(settings, { ...parts, listAccounts }, { running, snapshot, nowMs });
      case "address":
        return measureAddresses(settings, listAccounts(), { running, snapshot, risks: parts.risks.list(nowMs) });
      case "code":
        return measureCodes(settings, parts.seenCodes.list(), listAccounts(), nowMs);
      case "channel":
        return settings.when === "channel-failing"
          ? measureChannels(parts.listChannels())
          : measureWaiting(settings, parts.listChannels(), snapshot, nowMs);
      case "installation":
        return measureRecording(settings, noteRecording(nowMs), nowMs);
    }
  };

  return {
    read: parts.readSnapshot,
    measure: (rule, snapshot, nowMs) => {
      const running = isCooldownKind(rule.settings.when) ? parts.keeper.listRunning() : [];
      return measureWith(rule, { running, snapshot, nowMs });
    },
    measureCooldown: (rule, cooldown, nowMs) => {
      if (cooldownKindOf(cooldown) !== rule.settings.when) return null;
      const subjectId = cooldown.scope === "egress" ? cooldown.providerHost : cooldown.scopeKey;
      const untilMs = cooldown.endedAtMs ?? Number.POSITIVE_INFINITY;
      const others = parts.keeper
        .listRunning()
        .filter(({ id, startedAtMs }) => id !== cooldown.id && startedAtMs <= untilMs);
      const running = cooldown.endedAtMs === null ? [...others, cooldown] : others;
      // Of a thousand accounts that are banned at once each is measured alone, and not a thousand times all of them.
      const listConcerned = () =>
        parts
          .listAccounts()
          .filter(({ id, providerHost }) => (cooldown.scope === "egress" ? providerHost : id) === subjectId);
      const measured = measureWith(rule, { running, snapshot: null, nowMs }, listConcerned);
      const found = measured.find((measurement) => measurement.subjectId === subjectId);
      if (found === undefined || found.facts.cooldownId !== null) return found ?? null;
      // What it was about is still to be told when it is over.
      return { ...found, facts: { ...found.facts, ...cooldownFacts(cooldown) } };
    },
  };
}
