import { apiTokenResponse } from "@/lib/contracts/tokens";
import { changeRoute } from "@/lib/server/http/route";

export const DELETE = changeRoute(
  { access: "admin", response: apiTokenResponse },
  async (_body, { services, params, actor }) => ({ apiToken: await services.tokens.revoke(params.id ?? "", actor) }),
);
