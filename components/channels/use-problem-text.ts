import { useTranslations } from "next-intl";
import type { ChannelRule } from "@/lib/client/channels/channel-form";
import type { FieldProblem } from "@/lib/client/form/field-problem";

/** The words for what is wrong with a field of a channel. */
export function useProblemText(): (problem: FieldProblem<ChannelRule> | undefined) => string | undefined {
  const t = useTranslations("channels.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
