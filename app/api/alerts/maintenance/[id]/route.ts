import { maintenanceResponse, updateMaintenanceRequest } from "@/lib/contracts/maintenance";
import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const PATCH = changeRoute(
  { access: "operator", body: updateMaintenanceRequest, response: maintenanceResponse },
  (request, { services, params, actor }) => services.maintenance.update(params.id ?? "", request, actor),
);

export const DELETE = changeRoute(
  { access: "operator", response: doneResponse },
  async (_body, { services, params, actor }) => {
    await services.maintenance.delete(params.id ?? "", actor);
    return { done: true };
  },
);
