import { CAST } from "@/lib/cli/demo/cast";
import type { HistoryAccount } from "@/lib/cli/demo/history/history-account";

/** The cast as a demo would have it: every account known, each provider at a host of its own. */
export const DEMO_ACCOUNTS: readonly HistoryAccount[] = CAST.map((member, index) => ({
  id: `account-${index}`,
  providerHost: `${member.provider}.test`,
  member,
}));
