import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { AlertNotice } from "@/lib/contracts/alert-notice";

/** Where a message goes. */
export interface NoticeTarget {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
}

/** What is to be said of one incident, and to whom. */
export interface PlannedNotice {
  readonly notice: AlertNotice;
  /** What shares a message. */
  readonly groupKey: string;
  readonly targets: readonly NoticeTarget[];
  /** Those of these that were told of the incident before hear it too. */
  readonly ifTold: readonly NoticeTarget[];
}

export interface NoticeOptions {
  readonly nowMs: number;
  /**
   * How long a message waits for company when so many of its group were made in the last `lookBackMs`, and whether its
   * channel hears of an incident that it was told nothing of.
   */
  readonly waitMs: (sentLately: number, isNews: boolean) => number;
  readonly lookBackMs: number;
}
