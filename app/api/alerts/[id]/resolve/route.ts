import { incidentChangeResponse, resolveRequest } from "@/lib/contracts/incidents";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", body: resolveRequest, response: incidentChangeResponse },
  (request, { services, params, actor }) => services.incidents.resolve(params.id ?? "", request, actor),
);
