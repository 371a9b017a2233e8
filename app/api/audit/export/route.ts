import { auditExportQuery } from "@/lib/contracts/audit";
import { takeExportRequest } from "@/lib/server/audit/export-door";
import { rawRoute } from "@/lib/server/http/route";

export const GET = rawRoute(
  { access: "admin", query: auditExportQuery },
  (request, { services, actor, answerHeaders }) =>
    takeExportRequest(request, { audit: services.audit, actor, answerHeaders, nowMs: Date.now() }),
);

// Next would run GET for it, and the log would tell of an export that nobody took.
export const HEAD = rawRoute(
  { access: "admin" },
  async () => new Response(null, { headers: { "content-type": "text/csv; charset=utf-8" } }),
);
