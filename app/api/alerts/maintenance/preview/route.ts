import { maintenancePreviewRequest, maintenancePreviewResponse } from "@/lib/contracts/maintenance";
import { changeRoute } from "@/lib/server/http/route";

/** Changes nothing: it is a POST because a schedule is too much for a query. */
export const POST = changeRoute(
  { access: "operator", body: maintenancePreviewRequest, response: maintenancePreviewResponse },
  (request, { services }) => services.maintenance.preview(request),
);
