import { emptyQuery } from "@/lib/contracts/common";
import { openAlertsResponse } from "@/lib/contracts/incidents";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: openAlertsResponse },
  (_query, { services }) => services.incidents.listOpen(),
);
