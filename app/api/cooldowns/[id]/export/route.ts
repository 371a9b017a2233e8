import { cooldownExportQuery } from "@/lib/contracts/cooldowns";
import { rawRoute } from "@/lib/server/http/route";
import { describeReportExport, takeReportExport } from "@/lib/server/report/report-door";

export const GET = rawRoute(
  { access: "viewer", query: cooldownExportQuery },
  (request, { services, params, answerHeaders }) =>
    takeReportExport(request, { reports: services.reports, id: params.id ?? "", answerHeaders }),
);

// Next would run GET for it, which counts and writes the whole report to throw it away.
export const HEAD = rawRoute({ access: "viewer", query: cooldownExportQuery }, async (request) =>
  describeReportExport(request),
);
