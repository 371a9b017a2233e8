import { channelListResponse, channelResponse, createChannelRequest } from "@/lib/contracts/alert-channels";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: channelListResponse },
  (_query, { services, actor }) => services.channels.list(actor.role),
);

export const POST = changeRoute(
  { access: "admin", body: createChannelRequest, response: channelResponse, status: 201 },
  (request, { services, actor }) => services.channels.create(request, actor),
);
