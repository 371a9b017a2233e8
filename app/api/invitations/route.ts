import { emptyQuery } from "@/lib/contracts/common";
import { createInvitationRequest, invitationListResponse, signInLinkResponse } from "@/lib/contracts/people";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: emptyQuery, response: invitationListResponse },
  (_query, { services }) => services.links.listOpen(),
);

export const POST = changeRoute(
  { access: "admin", body: createInvitationRequest, response: signInLinkResponse, status: 201 },
  (request, { services, actor }) => services.links.invite(request, actor),
);
