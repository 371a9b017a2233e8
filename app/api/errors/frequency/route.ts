import { errorFrequencyQuery, errorFrequencyResponse } from "@/lib/contracts/errors";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "viewer", query: errorFrequencyQuery, response: errorFrequencyResponse },
  (query, { services }) => services.errors.getFrequency(query),
);
