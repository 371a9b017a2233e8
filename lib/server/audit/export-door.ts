import { auditExportQuery } from "@/lib/contracts/audit";
import { readQuery } from "../http/parse-input";
import type { AuditActor } from "../team/actor";
import type { AuditService } from "./audit-service";

/** Sends the pieces as the reader takes them, so that a large log is never in memory as a whole. */
function toStream(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}

/**
 * `GET /api/audit/export`: the log as a CSV file.
 *
 * @throws {RequestError} 400 for filters that are none
 */
export async function takeExportRequest(
  request: Request,
  parts: {
    readonly audit: AuditService;
    readonly actor: AuditActor;
    readonly answerHeaders: Headers;
    readonly nowMs: number;
  },
): Promise<Response> {
  const pieces = await parts.audit.exportCsv(readQuery(auditExportQuery, request.url), parts.actor);
  const headers = new Headers(parts.answerHeaders);
  const day = new Date(parts.nowMs).toISOString().slice(0, 10);
  headers.set("content-type", "text/csv; charset=utf-8");
  headers.set("content-disposition", `attachment; filename="banwatch-audit-${day}.csv"`);
  return new Response(toStream(pieces), { headers });
}
