import { ruleResponse } from "@/lib/contracts/alert-rules";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute({ access: "admin", response: ruleResponse }, (_body, { services, params, actor }) =>
  services.rules.reset(params.id ?? "", actor),
);
