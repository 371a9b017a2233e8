import { resumeCooldownRequest, resumeCooldownResponse } from "@/lib/contracts/cooldowns";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { body: resumeCooldownRequest, response: resumeCooldownResponse },
  ({ reason }, { services, params }) => services.cooldowns.resume(params.id ?? "", reason),
);
