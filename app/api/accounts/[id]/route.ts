import { accountResponse, updateAccountRequest } from "@/lib/contracts/accounts";
import { emptyQuery } from "@/lib/contracts/common";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: accountResponse },
  (_query, { services, params }) => ({
    account: services.accounts.get(params.id ?? ""),
  }),
);

export const PATCH = changeRoute(
  { access: "admin", body: updateAccountRequest, response: accountResponse },
  async (request, { services, params, actor }) => ({
    account: await services.accounts.update(params.id ?? "", request, actor),
  }),
);
