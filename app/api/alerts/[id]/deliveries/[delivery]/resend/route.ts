import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "operator", response: doneResponse },
  async (_body, { services, params, actor }) => {
    await services.incidents.resend(params.id ?? "", params.delivery ?? "", actor);
    return { done: true };
  },
);
