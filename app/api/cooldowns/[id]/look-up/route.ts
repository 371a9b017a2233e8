import { lookUpResponse } from "@/lib/contracts/cooldowns";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", response: lookUpResponse },
  (_none, { services, params, actor }) => services.cooldowns.lookUp(params.id ?? "", actor),
);
