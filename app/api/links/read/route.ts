import { readLinkRequest, readLinkResponse } from "@/lib/contracts/people";
import { changeRoute } from "@/lib/server/http/route";

// A POST, so that the link's token stands in no address and no log.
export const POST = changeRoute(
  { access: "anyone", body: readLinkRequest, response: readLinkResponse },
  ({ token }, parts) => parts.services.signIn.readLink(token, parts),
);
