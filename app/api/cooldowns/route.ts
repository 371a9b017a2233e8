import { emptyQuery } from "@/lib/contracts/common";
import { cooldownListResponse } from "@/lib/contracts/cooldowns";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: cooldownListResponse },
  (_query, { services }) => services.cooldowns.listRunning(),
);
