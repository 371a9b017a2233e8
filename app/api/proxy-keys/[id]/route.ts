import { proxyKeyResponse } from "@/lib/contracts/proxy-keys";
import { changeRoute } from "@/lib/server/http/route";

export const DELETE = changeRoute(
  { access: "admin", response: proxyKeyResponse },
  async (_body, { services, params, actor }) => ({
    proxyKey: await services.proxyKeys.revoke(params.id ?? "", actor),
  }),
);
