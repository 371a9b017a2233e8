import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const DELETE = changeRoute(
  { access: "person", response: doneResponse },
  async (_body, { services, params, actor }) => {
    await services.push.unsubscribe(params.id ?? "", actor);
    return { done: true };
  },
);
