import { ruleResponse, updateRuleRequest } from "@/lib/contracts/alert-rules";
import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const PATCH = changeRoute(
  { access: "admin", body: updateRuleRequest, response: ruleResponse },
  (request, { services, params, actor }) => services.rules.update(params.id ?? "", request, actor),
);

export const DELETE = changeRoute(
  { access: "admin", response: doneResponse },
  async (_body, { services, params, actor }) => {
    await services.rules.delete(params.id ?? "", actor);
    return { done: true };
  },
);
