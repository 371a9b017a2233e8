import type { AlertChannel } from "@/lib/contracts/alert-channels";
import type { AlertRule } from "@/lib/contracts/alert-rules";

/** The rules that a channel is named by, by name. */
export interface NamingRules {
  /** Those that name no other channel: without this one they go to the default channels. */
  readonly alone: readonly string[];
  /** Those that name others too, or name it for escalations. */
  readonly others: readonly string[];
}

/**
 * Whether no rule leads to a channel: it is no default one, and no rule that is on names it. A message that goes there
 * comes from a test alone.
 *
 * @param rules undefined while they are not known: then nothing is claimed
 */
export function isUnled(
  { id, isDefault }: Pick<AlertChannel, "id" | "isDefault">,
  rules: readonly (Pick<AlertRule, "enabled"> & Omit<Rule, "name">)[] | undefined,
): boolean {
  if (isDefault || rules === undefined) return false;
  return !rules.some(
    ({ enabled, channelIds, escalateToIds }) => enabled && (channelIds.includes(id) || escalateToIds.includes(id)),
  );
}

type Rule = Pick<AlertRule, "name" | "channelIds" | "escalateToIds">;

export function toNamingRules(rules: readonly Rule[], channelId: string): NamingRules {
  const isAlone = ({ channelIds }: Rule) => channelIds.length === 1 && channelIds[0] === channelId;
  const naming = rules.filter(
    ({ channelIds, escalateToIds }) => channelIds.includes(channelId) || escalateToIds.includes(channelId),
  );
  return {
    alone: naming.filter(isAlone).map(({ name }) => name),
    others: naming.filter((rule) => !isAlone(rule)).map(({ name }) => name),
  };
}
