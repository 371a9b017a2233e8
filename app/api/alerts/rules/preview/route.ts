import { rulePreviewRequest, rulePreviewResponse } from "@/lib/contracts/alert-rules";
import { changeRoute } from "@/lib/server/http/route";

/** Changes nothing: it is a POST because a rule is too much for a query. */
export const POST = changeRoute(
  { access: "admin", body: rulePreviewRequest, response: rulePreviewResponse },
  (request, { services }) => services.rules.preview(request),
);
