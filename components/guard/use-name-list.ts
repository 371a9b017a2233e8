import { useFormatter, useTranslations } from "next-intl";

/** More names than this do not help. */
const NAMES = 3;

/** Names of accounts as a list in words, the first few of many. */
export function useNameList(): (names: readonly string[]) => string {
  const t = useTranslations("cooldowns.notice");
  const formatter = useFormatter();
  return (names) => {
    const rest = names.length - NAMES;
    return formatter.list(rest > 0 ? [...names.slice(0, NAMES), t("others", { others: rest })] : names);
  };
}
