import { callersQuery, callersResponse } from "@/lib/contracts/proxy-keys";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: callersQuery, response: callersResponse },
  (query, { services, params }) => services.callers.list(params.id ?? "", query),
);
