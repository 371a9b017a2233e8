import { createRuleRequest, ruleListResponse, ruleResponse } from "@/lib/contracts/alert-rules";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: ruleListResponse },
  (_query, { services }) => services.rules.list(),
);

export const POST = changeRoute(
  { access: "admin", body: createRuleRequest, response: ruleResponse, status: 201 },
  (request, { services, actor }) => services.rules.create(request, actor),
);
