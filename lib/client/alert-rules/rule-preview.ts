import { queryOptions, useQuery } from "@tanstack/react-query";
import { type CreateRuleRequest, type RulePreviewResponse, rulePreviewResponse } from "@/lib/contracts/alert-rules";
import { sendJson } from "../api/fetch-json";
import { useSettled } from "./use-settled";

// Not below "alerts": thirty days do not change with an alert, and looking through them is work.
const rulePreviewOptions = (request: CreateRuleRequest | null) =>
  queryOptions({
    queryKey: ["alert-rule-preview", request] as const,
    queryFn: ({ signal }) => sendJson("POST", "/api/alerts/rules/preview", request, rulePreviewResponse, signal),
    enabled: request !== null,
    // Of another kind the values have another unit.
    placeholderData: (before: RulePreviewResponse | undefined, query) =>
      query?.queryKey[1]?.when === request?.when ? before : undefined,
    refetchOnWindowFocus: false,
    retry: false,
  });

/**
 * When a rule would have fired, asked for once nothing was typed for a moment. The answer of before stays until the next
 * one is here; an answer that was overtaken is dropped.
 *
 * @param request null asks for nothing
 */
export function useRulePreview(request: CreateRuleRequest | null) {
  const settled = useSettled(request);
  const query = useQuery(rulePreviewOptions(settled));
  const isBehind = JSON.stringify(settled) !== JSON.stringify(request) || query.isFetching;
  const isOther = settled?.when !== request?.when;
  return { error: query.error, refetch: query.refetch, isBehind, data: isOther ? undefined : query.data };
}
