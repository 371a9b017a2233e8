import { alertSettingsResponse, updateAlertSettingsRequest } from "@/lib/contracts/alert-settings";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: emptyQuery, response: alertSettingsResponse },
  (_query, { services }) => services.alertSettings.get(),
);

export const PATCH = changeRoute(
  { access: "admin", body: updateAlertSettingsRequest, response: alertSettingsResponse },
  (request, { services, actor }) => services.alertSettings.change(request, actor),
);
