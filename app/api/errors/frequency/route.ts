import { errorFrequencyQuery, errorFrequencyResponse } from "@/lib/contracts/errors";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ query: errorFrequencyQuery, response: errorFrequencyResponse }, (query, { services }) =>
  services.errors.getFrequency(query),
);
