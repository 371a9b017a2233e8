import { emptyQuery } from "@/lib/contracts/common";
import { healthResponse } from "@/lib/contracts/health";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "anyone", query: emptyQuery, response: healthResponse }, (_query, { services }) =>
  services.health.get(),
);
