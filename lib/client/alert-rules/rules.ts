import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type CreateRuleRequest,
  ruleListResponse,
  ruleResponse,
  type UpdateRuleRequest,
} from "@/lib/contracts/alert-rules";
import { doneResponse } from "@/lib/contracts/session";
import { fetchJson, sendJson } from "../api/fetch-json";

const RULES = "/api/alerts/rules";
const ruleUrl = (id: string) => `${RULES}/${encodeURIComponent(id)}`;

export const rulesOptions = () =>
  queryOptions({
    queryKey: ["alerts", "rules"],
    queryFn: ({ signal }) => fetchJson(RULES, ruleListResponse, signal),
  });

export const useRules = () => useQuery(rulesOptions());

/** A change of the rules also changes what fires: everything about alerts is asked for again. */
function useRuleChange<Variables, Answer>(mutationFn: (variables: Variables) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }) });
}

export const useCreateRule = () =>
  useRuleChange((request: CreateRuleRequest) => sendJson("POST", RULES, request, ruleResponse));

export const useUpdateRule = () =>
  useRuleChange(({ id, changes }: { id: string; changes: UpdateRuleRequest }) =>
    sendJson("PATCH", ruleUrl(id), changes, ruleResponse),
  );

/** Puts a default rule back as it was at first. */
export const useResetRule = () =>
  useRuleChange((id: string) => sendJson("POST", `${ruleUrl(id)}/reset`, undefined, ruleResponse));

export const useDeleteRule = () =>
  useRuleChange((id: string) => sendJson("DELETE", ruleUrl(id), undefined, doneResponse));
