import { acceptLinkRequest } from "@/lib/contracts/people";
import { signInResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "anyone", body: acceptLinkRequest, response: signInResponse, status: 201 },
  (request, parts) => parts.services.signIn.acceptLink(request, parts),
);
