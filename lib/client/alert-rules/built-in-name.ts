import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";

/** Each has its words in the message file `alert-rules`, under `builtIn`. */
export type BuiltInName = RuleKind | "critical-balance";

const KEY_PREFIX = "default-";

/**
 * Which of the rules that are there from the first minute has this name, so that it can be told in the viewer's language.
 * No two rules have the same name.
 *
 * @returns null for a name that a person gave
 */
export function builtInNameOf(name: string, when: RuleKind): BuiltInName | null {
  const found = DEFAULT_RULES.find(({ settings }) => settings.when === when && settings.name === name);
  return found === undefined ? null : (found.key.slice(KEY_PREFIX.length) as BuiltInName);
}
