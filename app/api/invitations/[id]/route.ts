import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const DELETE = changeRoute(
  { access: "admin", response: doneResponse },
  async (_nothing, { services, params, actor }) => {
    await services.links.revoke(params.id ?? "", actor);
    return { done: true };
  },
);
