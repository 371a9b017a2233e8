import { incidentHistoryQuery, incidentHistoryResponse } from "@/lib/contracts/incidents";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: incidentHistoryQuery, response: incidentHistoryResponse },
  (query, { services }) => services.incidents.listHistory(query),
);
