import { emptyQuery } from "@/lib/contracts/common";
import { drillResponse, startDrillRequest } from "@/lib/contracts/drill";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "viewer", query: emptyQuery, response: drillResponse }, (_query, { services }) =>
  services.drill.get(),
);

export const POST = changeRoute(
  { access: "operator", body: startDrillRequest, response: drillResponse },
  (_body, { services, actor }) => services.drill.start(actor),
);

export const DELETE = changeRoute({ access: "operator", response: drillResponse }, (_body, { services, actor }) =>
  services.drill.stop(actor),
);
