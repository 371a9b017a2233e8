import { resumeCooldownRequest, resumeCooldownResponse } from "@/lib/contracts/cooldowns";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", body: resumeCooldownRequest, response: resumeCooldownResponse },
  ({ reason }, { services, params, actor }) => services.cooldowns.resume(params.id ?? "", reason, actor),
);
