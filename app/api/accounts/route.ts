import { accountListResponse, accountResponse, createAccountRequest } from "@/lib/contracts/accounts";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ query: emptyQuery, response: accountListResponse }, (_query, { services }) =>
  services.accounts.list(),
);

export const POST = changeRoute(
  { body: createAccountRequest, response: accountResponse, status: 201 },
  async (request, { services }) => ({ account: await services.accounts.create(request) }),
);
