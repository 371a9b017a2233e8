import { testChannelRequest, testChannelResponse } from "@/lib/contracts/alert-channels";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "admin", body: testChannelRequest, response: testChannelResponse },
  (request, { services, actor }) => services.channels.test(request, actor),
);
