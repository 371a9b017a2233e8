import { overviewQuery, overviewResponse } from "@/lib/contracts/overview";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ query: overviewQuery, response: overviewResponse }, (query, { services }) =>
  services.overview.get(query),
);
