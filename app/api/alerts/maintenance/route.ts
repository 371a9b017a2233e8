import { emptyQuery } from "@/lib/contracts/common";
import { createMaintenanceRequest, maintenanceListResponse, maintenanceResponse } from "@/lib/contracts/maintenance";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: maintenanceListResponse },
  (_query, { services }) => services.maintenance.list(),
);

export const POST = changeRoute(
  { access: "operator", body: createMaintenanceRequest, response: maintenanceResponse, status: 201 },
  (request, { services, actor }) => services.maintenance.create(request, actor),
);
