import { parseAsStringLiteral, useQueryState } from "nuqs";
import { PERIOD_IDS } from "@/lib/domain/period";

const DEFAULT_PERIOD = "24h";

/**
 * The period that the page shows, kept in the URL as `?period=`, so that a link shows the same to everyone.
 *
 * Anything that is no period counts as 24 hours, and 24 hours leave no trace in the URL. Choosing replaces the entry in
 * the history: "back" leaves the page instead of going through the periods.
 */
export function usePeriod() {
  return useQueryState("period", parseAsStringLiteral(PERIOD_IDS).withDefault(DEFAULT_PERIOD));
}
