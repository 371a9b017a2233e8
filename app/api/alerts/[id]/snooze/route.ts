import { incidentChangeResponse, snoozeRequest } from "@/lib/contracts/incidents";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", body: snoozeRequest, response: incidentChangeResponse },
  (request, { services, params, actor }) => services.incidents.snooze(params.id ?? "", request, actor),
);

export const DELETE = changeRoute(
  { access: "operator", response: incidentChangeResponse },
  (_body, { services, params, actor }) => services.incidents.unsnooze(params.id ?? "", actor),
);
