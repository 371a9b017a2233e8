import { emptyQuery } from "@/lib/contracts/common";
import { personListResponse } from "@/lib/contracts/people";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: emptyQuery, response: personListResponse },
  (_query, { services }) => services.people.list(),
);
