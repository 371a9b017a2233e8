import { errorListQuery, errorListResponse } from "@/lib/contracts/errors";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: errorListQuery, response: errorListResponse },
  (query, { services }) => services.errors.list(query),
);
