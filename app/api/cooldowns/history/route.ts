import { cooldownHistoryQuery, cooldownHistoryResponse } from "@/lib/contracts/cooldowns";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: cooldownHistoryQuery, response: cooldownHistoryResponse },
  (query, { services }) => services.reports.getHistory(query),
);
