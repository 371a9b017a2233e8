import { emptyQuery } from "@/lib/contracts/common";
import { cooldownReport } from "@/lib/contracts/cooldowns";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: emptyQuery, response: cooldownReport },
  (_query, { services, params }) => services.reports.get(params.id ?? ""),
);
