import { confirmTotpRequest, doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "person", body: confirmTotpRequest, response: doneResponse },
  async ({ code }, parts) => {
    await parts.services.me.confirmTotp(code, parts.actor, parts);
    return { done: true };
  },
);
