import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useChannelNames } from "@/lib/client/alert-rules/channel-names";
import { useAllows } from "@/lib/client/session/viewer";
import { proxyKeysOptions } from "@/lib/client/settings/proxy-keys";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { useNameList, useNamesOf, useScopeNames } from "./use-scope-names";
import { useEachText, useMinutesText, useValueText } from "./use-value-words";

/** A rule as a sentence made from its data: what alerts, for how long, with how many calls, and where. */
export function useRuleSentence(): (rule: RuleSettings) => string {
  const t = useTranslations("alert-rules.sentence");
  const condition = useCondition();
  const minutesText = useMinutesText();
  const scopeNames = useScopeNames(useKeyNames());
  const nameList = useNameList();
  return (rule) => {
    const { scope, subject } = ruleKindFacts(rule.when);
    const names = scopeNames(rule.scope);
    const calls = rule.minCalls ?? 0;
    const everywhere = subject === "account" && scope.length > 0 ? [t("any")] : [];
    return [
      condition(rule),
      ...(rule.forMinutes > 0 ? [t("lasting", { duration: minutesText(rule.forMinutes) })] : []),
      ...(calls > 0 ? [t(rule.when === "no-traffic" ? "usualCalls" : "minCalls", { calls })] : []),
      ...(names.length > 0 ? [t("only", { names: nameList(names) })] : everywhere),
    ].join(t("separator"));
  };
}

/** The proxy keys by name; undefined for who may not list them, and until they have come. */
function useKeyNames() {
  const { data } = useQuery({ ...proxyKeysOptions(), enabled: useAllows("admin") });
  return data?.keys.map(({ id, label }) => ({ id, name: label }));
}

function useCondition(): (rule: RuleSettings) => string {
  const t = useTranslations("alert-rules.sentence");
  const valueText = useValueText();
  const minutesText = useMinutesText();
  return ({ when, threshold, accountLevel, windowMinutes }) => {
    const unit = ruleKindFacts(when).threshold?.unit ?? "minutes";
    const value = threshold === null ? "" : valueText(threshold, unit);
    const window = minutesText(windowMinutes ?? 1);
    switch (when) {
      case "low-balance":
        return t(`low-balance.${threshold === null ? (accountLevel ?? "low") : "number"}`, { value });
      case "error-rate":
      case "provider-unavailable":
        return t(when, { value, window });
      case "time-to-empty":
      case "ban-risk":
      case "no-traffic":
      case "deliveries-late":
      case "recording-late":
        return t(when, { value });
      default:
        return t(when);
    }
  };
}

/** Who is told, how often, and who else when nobody acknowledges it. */
export function useAudienceSentence(): (rule: RuleSettings) => string[] {
  const t = useTranslations("alert-rules.sentence");
  const minutesText = useMinutesText();
  const eachText = useEachText();
  const nameList = useNameList();
  const namesOf = useNamesOf();
  const channels = useChannelNames();
  return (rule) => {
    const names = (ids: readonly string[]) => nameList(channels === null ? [] : namesOf(ids, channels));
    const told = [
      rule.channelIds.length === 0 ? t("toDefaults") : t("toChannels", { names: names(rule.channelIds) }),
      rule.repeatMinutes === null ? t("once") : t("again", { duration: eachText(rule.repeatMinutes) }),
      ...(rule.notifyResolved ? [t("whenOver")] : []),
    ].join(t("separator"));
    if (rule.escalateAfterMinutes === null) return [told];
    const duration = minutesText(rule.escalateAfterMinutes);
    return [told, t("escalates", { duration, names: names(rule.escalateToIds) })];
  };
}
