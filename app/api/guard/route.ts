import { emptyQuery } from "@/lib/contracts/common";
import { guardResponse, updateGuardRequest } from "@/lib/contracts/guard";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "viewer", query: emptyQuery, response: guardResponse }, (_query, { services }) =>
  services.guard.get(),
);

export const PATCH = changeRoute(
  { access: "admin", body: updateGuardRequest, response: guardResponse },
  (request, { services, actor }) => services.guard.update(request, actor),
);
