import { useFormatter, useTranslations } from "next-intl";
import { useAccounts } from "@/lib/client/accounts/accounts";
import type { RuleScope } from "@/lib/contracts/alert-rules";
import { getPreset } from "@/lib/domain/provider-presets";

/** More names than this do not help in a sentence. */
const NAMES = 3;

/** Names as a list in words, the first few of many. */
export function useNameList(): (names: readonly string[]) => string {
  const t = useTranslations("alert-rules.sentence");
  const formatter = useFormatter();
  return (names) => {
    const rest = names.length - NAMES;
    return formatter.list(rest > 0 ? [...names.slice(0, NAMES), t("more", { count: rest })] : names);
  };
}

/** The names of what ids stand for; those that stand for nothing any more are counted, as long as the list has come. */
export function useNamesOf(): (ids: readonly string[], things: readonly { id: string; name: string }[]) => string[] {
  const t = useTranslations("alert-rules");
  return (ids, things) => {
    const names = ids.flatMap((id) => things.find((thing) => thing.id === id)?.name ?? []);
    const gone = ids.length - names.length;
    return gone > 0 ? [...names, t("unknown", { count: gone })] : names;
  };
}

/**
 * What a scope covers, as names; an empty list for everything.
 *
 * @param keys the proxy keys, for who may list them; without them they are only counted
 */
export function useScopeNames(keys?: readonly { id: string; name: string }[]): (scope: Partial<RuleScope>) => string[] {
  const t = useTranslations("alert-rules.sentence");
  const namesOf = useNamesOf();
  const accounts = useAccounts().data?.accounts;
  const nameKeys = (ids: readonly string[]) => {
    if (ids.length === 0) return [];
    const known = keys?.filter(({ id }) => ids.includes(id)) ?? [];
    // One that is gone stands for no name: then all are counted, so that none is left out of the sentence.
    return known.length === ids.length
      ? known.map(({ name }) => t("key", { name }))
      : [t("keys", { keys: ids.length })];
  };
  return ({ accountIds = [], providers = [], codes = [], proxyKeyIds = [] }) => [
    ...(accounts === undefined ? [] : namesOf(accountIds, accounts)),
    ...providers.map((id) => getPreset(id).name),
    ...codes,
    ...nameKeys(proxyKeyIds),
  ];
}
