import type { ReceiverPaths } from "@/lib/cli/demo/alerts/receiver";
import { CAST } from "@/lib/cli/demo/cast";
import type { HistoryAccount } from "@/lib/cli/demo/history/history-account";
import { programsOf } from "@/lib/cli/demo/programs";

/** The cast as a demo would have it: every account and key known, each provider at a host of its own. */
export const DEMO_ACCOUNTS: readonly HistoryAccount[] = CAST.map((member, index) => ({
  id: `account-${index}`,
  providerHost: `${member.provider}.test`,
  member,
  programs: programsOf(member.name).map((program) => ({
    program,
    proxyKeyId: program.key === "proxy-key" ? `key-of-${program.label}` : null,
  })),
}));

/** Where messages would go. */
export const RECEIVERS: ReceiverPaths = {
  ops: "http://127.0.0.1:4/ops",
  chat: "http://127.0.0.1:4/hooks/chat",
  onCall: "http://127.0.0.1:4/",
};
