import { confirmPasswordRequest, doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "person", body: confirmPasswordRequest, response: doneResponse },
  async ({ password }, parts) => {
    await parts.services.me.disableTotp(password, parts.actor, parts);
    return { done: true };
  },
);
