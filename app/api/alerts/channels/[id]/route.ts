import { channelResponse, updateChannelRequest } from "@/lib/contracts/alert-channels";
import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const PATCH = changeRoute(
  { access: "admin", body: updateChannelRequest, response: channelResponse },
  (request, { services, params, actor }) => services.channels.update(params.id ?? "", request, actor),
);

export const DELETE = changeRoute(
  { access: "admin", response: doneResponse },
  async (_body, { services, params, actor }) => {
    await services.channels.delete(params.id ?? "", actor);
    return { done: true };
  },
);
