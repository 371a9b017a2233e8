import { accountListResponse, accountResponse, createAccountRequest } from "@/lib/contracts/accounts";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: accountListResponse },
  (_query, { services }) => services.accounts.list(),
);

export const POST = changeRoute(
  { access: "admin", body: createAccountRequest, response: accountResponse, status: 201 },
  async (request, { services, actor }) => ({ account: await services.accounts.create(request, actor) }),
);
