import { confirmPasswordRequest, recoveryCodesResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "person", body: confirmPasswordRequest, response: recoveryCodesResponse },
  async ({ password }, parts) => ({
    recoveryCodes: await parts.services.me.makeRecoveryCodes(password, parts.actor, parts),
  }),
);
