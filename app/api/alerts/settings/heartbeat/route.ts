import { sendHeartbeatResponse } from "@/lib/contracts/alert-settings";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute({ access: "admin", response: sendHeartbeatResponse }, (_body, { services, actor }) =>
  services.alertSettings.sendHeartbeat(actor),
);
