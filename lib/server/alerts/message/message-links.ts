import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { MessageLink } from "../senders/channel-adapter";
import type { Words } from "./words";

/**
 * Where a message leads to: the incident, its acknowledgement while that is asked for, and the ban report. A message
 * about several incidents leads to all that are open, since each is acknowledged on its own, and so does a test.
 *
 * @param origin the dashboard's own address, without a trailing slash
 */
export function linksOf(notices: readonly AlertNotice[], origin: string, words: Words): MessageLink[] {
  const [first] = notices;
  if (first === undefined) return [];
  if (notices.length > 1 || first.event === "test")
    return [{ kind: "incident", label: words.t("link.alerts"), url: `${origin}/alerts` }];
  const page = `${origin}/alerts/${encodeURIComponent(first.incidentId)}`;
  const incident: MessageLink = { kind: "incident", label: words.t("link.incident"), url: page };
  const acknowledge: MessageLink = {
    kind: "acknowledge",
    label: words.t("link.acknowledge"),
    url: `${page}?do=acknowledge`,
  };
  const { cooldownId } = first.facts;
  const report: MessageLink[] =
    cooldownId === null
      ? []
      : [
          {
            kind: "report",
            label: words.t("link.report"),
            url: `${origin}/cooldowns/${encodeURIComponent(cooldownId)}`,
          },
        ];
  return [...(first.event === "resolved" ? [] : [acknowledge]), incident, ...report];
}
