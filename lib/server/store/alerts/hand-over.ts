import { type AlertNotice, alertNotice } from "@/lib/contracts/alert-notice";
import type { PrismaClient } from "../generated/client";
import { addNotices, listTold } from "./add-notices";
import { NOTICES_OF_CHANNEL, NOTICES_OF_DELIVERY } from "./delivery-queries";
import type { NoticeOptions, NoticeTarget, PlannedNotice } from "./planned-notice";

/** Who tells what a channel could not. */
export interface HandOver {
  /** Whoever was told of an incident already, and not of its end since, is not told again. */
  readonly targets: readonly NoticeTarget[];
  /** Nothing else gets through there either: what waits for the channel is handed over too. It goes on waiting. */
  readonly isChannelGone: boolean;
  readonly options: NoticeOptions;
}

/** A notice that cannot be read is left out: others say the rest. */
export function readNotice(json: string): AlertNotice[] {
  try {
    return [alertNotice.parse(JSON.parse(json))];
  } catch {
    return [];
  }
}

/** Other services hear of no acknowledgement, but of the beginning that nobody was told of before it. */
const toHandOver = (notice: AlertNotice): AlertNotice[] => {
  if (notice.event !== "acknowledged") return [notice];
  return notice.changes > 1 ? [{ ...notice, event: "firing" }] : [];
};

/**
 * Puts into the outbox for other channels what a delivery that is given up would have said, inside the transaction that
 * gives it up. Of an incident that is over by now nothing is handed over, nor the word of an end or that somebody has it. No
 * incident comes twice to one channel by this before it is over, so that what all refuse ends with the last.
 */
export async function handOverNotices(
  writer: PrismaClient,
  { id, channelId }: { readonly id: string; readonly channelId: string },
  { targets, isChannelGone, options }: HandOver,
): Promise<void> {
  if (targets.length === 0) return;
  const [sql, key] = isChannelGone ? [NOTICES_OF_CHANNEL, channelId] : [NOTICES_OF_DELIVERY, id];
  const rows = await writer.$queryRawUnsafe<{ notice: string; groupKey: string }[]>(sql, key);
  const newest = new Map<string, { readonly notice: AlertNotice; readonly groupKey: string }>();
  for (const { notice: json, groupKey } of rows) {
    for (const notice of readNotice(json).flatMap(toHandOver)) newest.set(notice.incidentId, { notice, groupKey });
  }
  const told = await listTold(writer, [...newest.keys()]);
  const isToTell = (incidentId: string, { id }: NoticeTarget): boolean =>
    id !== channelId && (told.get(incidentId)?.get(id) ?? "resolved") === "resolved";
  const planned = [...newest.values()]
    .filter(({ notice }) => notice.event !== "resolved")
    .map(
      ({ notice, groupKey }): PlannedNotice => ({
        ...{ notice, groupKey, ifTold: [] },
        targets: targets.filter((target) => isToTell(notice.incidentId, target)),
      }),
    );
  await addNotices(writer, planned, options);
}
