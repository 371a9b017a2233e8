import { cooldownExportQuery } from "@/lib/contracts/cooldowns";
import { readQuery } from "../http/parse-input";
import { CONTENT_TYPES, type ReportService } from "./report-service";

/**
 * `GET /api/cooldowns/[id]/export`: the report of a ban as a file.
 *
 * @throws {RequestError} 400 for a format that is none, 404 when there is no such ban
 */
export async function takeReportExport(
  request: Request,
  parts: { readonly reports: Pick<ReportService, "export">; readonly id: string; readonly answerHeaders: Headers },
): Promise<Response> {
  const { format } = readQuery(cooldownExportQuery, request.url);
  const { filename, text } = await parts.reports.export(parts.id, format);
  const headers = new Headers(parts.answerHeaders);
  headers.set("content-type", CONTENT_TYPES[format]);
  headers.set("content-disposition", `attachment; filename="${filename}"`);
  return new Response(text, { headers });
}

/** What a `HEAD` of it is answered. @throws {RequestError} 400 for a format that is none */
export function describeReportExport(request: Request): Response {
  const { format } = readQuery(cooldownExportQuery, request.url);
  return new Response(null, { headers: { "content-type": CONTENT_TYPES[format] } });
}
