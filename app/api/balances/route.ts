import { balancesQuery, balancesResponse } from "@/lib/contracts/balances";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: balancesQuery, response: balancesResponse },
  (query, { services }) => services.overview.getBalances(query),
);
