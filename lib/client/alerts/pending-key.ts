import type { PendingAlert } from "@/lib/contracts/incidents";

/** What tells apart what is pending: one rule has one state for each subject. */
export const pendingKey = ({ ruleId, facts: { subject } }: PendingAlert): string =>
  JSON.stringify([ruleId, subject.kind, subject.id]);
