import { auditListQuery, auditListResponse } from "@/lib/contracts/audit";
import { getRoute } from "@/lib/server/http/route";

export const GET = getRoute(
  { access: "admin", query: auditListQuery, response: auditListResponse },
  (query, { services }) => services.audit.list(query),
);
