import { incidentChangeResponse } from "@/lib/contracts/incidents";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", response: incidentChangeResponse },
  (_body, { services, params, actor }) => services.incidents.acknowledge(params.id ?? "", actor),
);

export const DELETE = changeRoute(
  { access: "operator", response: incidentChangeResponse },
  (_body, { services, params, actor }) => services.incidents.unacknowledge(params.id ?? "", actor),
);
