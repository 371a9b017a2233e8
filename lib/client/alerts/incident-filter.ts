import { parseAsStringLiteral } from "nuqs";
import { RULE_KINDS, SEVERITIES } from "@/lib/domain/alert-rules/kinds";

/** What the history keeps in the address. Anything that is no kind and no severity counts as not set. */
export const incidentFilterParsers = {
  kind: parseAsStringLiteral(RULE_KINDS),
  severity: parseAsStringLiteral(SEVERITIES),
};
