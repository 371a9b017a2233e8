import { emptyQuery } from "@/lib/contracts/common";
import { apiTokenListResponse, createApiTokenRequest, createApiTokenResponse } from "@/lib/contracts/tokens";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: emptyQuery, response: apiTokenListResponse },
  (_query, { services }) => services.tokens.list(),
);

export const POST = changeRoute(
  { access: "admin", body: createApiTokenRequest, response: createApiTokenResponse, status: 201 },
  (request, { services, actor }) => services.tokens.create(request, actor),
);
