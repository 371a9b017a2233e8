import { changePasswordRequest, doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "person", body: changePasswordRequest, response: doneResponse },
  async (change, parts) => {
    await parts.services.me.changePassword(change, parts.actor, parts);
    return { done: true };
  },
);
