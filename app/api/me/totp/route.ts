import { confirmPasswordRequest, totpSetupResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "person", body: confirmPasswordRequest, response: totpSetupResponse },
  ({ password }, parts) => parts.services.me.startTotp(password, parts.actor, parts),
);
