import { overviewQuery, overviewResponse } from "@/lib/contracts/overview";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: overviewQuery, response: overviewResponse },
  (query, { services }) => services.overview.get(query),
);
