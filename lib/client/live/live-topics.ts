import type { QueryKey } from "@tanstack/react-query";
import type { Topic } from "@/lib/contracts/stream";

/** The queries that hang on a topic, by the beginning of their keys. */
const QUERY_KEYS_BY_TOPIC: Readonly<Record<Topic, readonly string[]>> = {
  errors: ["errors", "error-frequency", "guard"],
  calls: ["overview", "callers"],
  cooldowns: ["cooldowns", "overview", "guard"],
  balances: ["balances", "overview"],
  accounts: ["accounts", "balances", "overview", "guard"],
  health: ["health"],
  guard: ["guard"],
  alerts: ["alerts"],
};

/** What shows a period that moves on with time, whether something happens or not. */
export const MOVING_QUERY_KEYS: readonly QueryKey[] = [
  ["overview"],
  ["error-frequency"],
  ["balances"],
  ["cooldowns", "history"],
];

/** The keys to refetch after a change of these topics, each once. */
export function queryKeysOf(topics: readonly Topic[]): QueryKey[] {
  return [...new Set(topics.flatMap((topic) => QUERY_KEYS_BY_TOPIC[topic]))].map((key) => [key]);
}

/** Every key that can change: to catch up after a time without the stream. */
export function allQueryKeys(): QueryKey[] {
  return queryKeysOf(Object.keys(QUERY_KEYS_BY_TOPIC) as Topic[]);
}
