import { emptyQuery } from "@/lib/contracts/common";
import { incidentResponse } from "@/lib/contracts/incidents";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: incidentResponse },
  (_query, { services, params }) => services.incidents.get(params.id ?? ""),
);
