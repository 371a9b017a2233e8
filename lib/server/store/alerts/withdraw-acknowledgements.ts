import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { PrismaClient } from "../generated/client";

/**
 * What a message says where acknowledgements in it were taken back before it was sent: that it still is so. A service that
 * calls people until somebody has it must not stop for one who has not. Written down, inside the transaction of `writer`.
 *
 * @returns `notices` itself where there is nothing to withdraw
 */
export async function withdrawAcknowledgements(
  writer: PrismaClient,
  deliveryId: string,
  notices: readonly AlertNotice[],
): Promise<readonly AlertNotice[]> {
  const acknowledged = notices.filter(({ event }) => event === "acknowledged").map(({ incidentId }) => incidentId);
  if (acknowledged.length === 0) return notices;
  const where = { id: { in: acknowledged }, status: "firing" };
  const firing = new Set((await writer.incident.findMany({ where, select: { id: true } })).map(({ id }) => id));
  if (firing.size === 0) return notices;
  const withdraw = (notice: AlertNotice): AlertNotice =>
    notice.event === "acknowledged" && firing.has(notice.incidentId) ? { ...notice, event: "reminder" } : notice;
  const current = notices.map(withdraw);
  for (const notice of current.filter(({ incidentId }) => firing.has(incidentId))) {
    await writer.deliveryNotice.update({
      where: { deliveryId_incidentId: { deliveryId, incidentId: notice.incidentId } },
      data: { notice: JSON.stringify(notice) },
    });
  }
  if (!current.some(({ event }) => event === "acknowledged")) {
    await writer.delivery.updateMany({ where: { id: deliveryId, event: "acknowledged" }, data: { event: "reminder" } });
  }
  return current;
}
