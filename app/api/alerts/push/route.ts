import { pushResponse, subscribePushRequest } from "@/lib/contracts/alert-settings";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "person", query: emptyQuery, response: pushResponse }, (_query, parts) =>
  parts.services.push.get(parts.actor),
);

export const POST = changeRoute(
  { access: "person", body: subscribePushRequest, response: pushResponse },
  (request, { services, actor, requestHeaders }) =>
    services.push.subscribe(request, requestHeaders.get("user-agent"), actor),
);
