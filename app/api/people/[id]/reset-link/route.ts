import { signInLinkResponse } from "@/lib/contracts/people";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "admin", response: signInLinkResponse, status: 201 },
  (_nothing, { services, params, actor }) => services.links.createReset(params.id ?? "", actor),
);
