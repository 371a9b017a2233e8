import { setUpOwnerRequest, signInResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "anyone", body: setUpOwnerRequest, response: signInResponse, status: 201 },
  (request, parts) => parts.services.signIn.setUpOwner(request, parts),
);
