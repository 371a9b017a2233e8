import { useTranslations } from "next-intl";
import { useNameList, useScopeNames } from "@/components/alert-rules/use-scope-names";
import { Instant } from "@/components/ui/instant";
import type { RunningQuiet } from "@/lib/client/maintenance/running-quiet";

/** Far off the time of day alone would mislead. */
const FAR_MS = 12 * 60 * 60 * 1_000;

/** Until when, and by which maintenance. */
export function QuietText({ quiet, nowMs }: { quiet: RunningQuiet; nowMs: number }) {
  const t = useTranslations("alert-rules.maintenance.now");
  const { name, others, untilMs } = quiet;
  const format = untilMs - nowMs < FAR_MS ? "time" : "dateTime";
  return t.rich("title", { name, others, at: () => <Instant atMs={untilMs} format={format} /> });
}

/** Whose alerts nobody is told of, and how many that are. @returns a function of what is quiet and how many are muted */
export function useQuietDetail(): (quiet: RunningQuiet, muted: number) => string {
  const t = useTranslations("alert-rules.maintenance.now");
  const scopeNames = useScopeNames();
  const nameList = useNameList();
  return ({ scope, others }, muted) => {
    const isAll = scope.accountIds.length === 0 && scope.providers.length === 0;
    const names = nameList(scopeNames(scope));
    const covers = isAll ? t("all") : t(others > 0 ? "onlyAndMore" : "only", { names });
    return [covers, ...(muted > 0 ? [t("muted", { count: muted })] : [])].join(" ");
  };
}
