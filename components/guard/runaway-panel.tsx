"use client";

import { Repeat, ShieldCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Panel } from "@/components/ui/panel";
import { errorsHref } from "@/lib/client/errors/error-filter";
import { useGuard } from "@/lib/client/guard/guard";
import { prepareRunaways, type Runaway } from "@/lib/client/guard/runaways";

/**
 * Names the programs that never look at `errorId`, with what to do. Nothing while there are none: a failed request is
 * told by the ban risk, which comes with the same answer.
 */
export function RunawayPanel() {
  const t = useTranslations("cooldowns.runaway");
  const { data, isRefetchError } = useGuard();
  if (!data || data.runaways.length === 0) return null;
  return (
    <Panel label={t("label")} stale={isRefetchError} flush>
      <ul className="divide-y border-t">
        {prepareRunaways(data.runaways).map((caller) => (
          <RunawayItem key={keyOf(caller)} caller={caller} nowMs={data.serverNowMs} />
        ))}
      </ul>
    </Panel>
  );
}

const keyOf = ({ accountId, proxyKeyId, kind, callerAddress }: Runaway) =>
  JSON.stringify([accountId, proxyKeyId, kind, callerAddress]);

function RunawayItem({ caller, nowMs }: { caller: Runaway; nowMs: number }) {
  const t = useTranslations("cooldowns.runaway");
  const { account, proxyKey, proxyKeyId, kind, callsPerMinute, calls, sinceMs, callerAddress, answeredHere } = caller;
  const { hasStopped, lastMs } = caller;
  const accountName = account ?? t("removedAccount");
  const program = proxyKey ?? t("ownKey", { account: accountName });
  return (
    <li className="flex gap-3 px-4 py-3">
      <Repeat aria-hidden className={cn("mt-0.5 size-4 shrink-0", hasStopped ? "text-muted" : "text-critical")} />
      <div className="min-w-0 flex-1">
        <p className={cn("wrap-anywhere", hasStopped && "text-muted")}>
          <span className="font-medium">
            {t.rich(hasStopped ? `stopped.${kind}` : kind, {
              program,
              calls: callsPerMinute,
              at: () => <NearInstant atMs={sinceMs} nowMs={nowMs} />,
              end: () => <NearInstant atMs={lastMs} nowMs={nowMs} />,
            })}
          </span>{" "}
          <Why caller={caller} />
        </p>
        <p className="mt-0.5 text-muted">{t("todo")}</p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs tabular-nums">
          <Badge
            tone={hasStopped ? "neutral" : answeredHere ? "success" : "critical"}
            icon={answeredHere ? ShieldCheck : TriangleAlert}
            title={t(answeredHere ? "answeredHereHint" : "sentHint")}
          >
            {t(answeredHere ? "answeredHere" : "sent")}
          </Badge>
          <span>{t("total", { calls })}</span>
          {proxyKey !== null && <bdi>{t("ofAccount", { account: accountName })}</bdi>}
          {callerAddress !== null && <span translate="no">{t("from", { address: callerAddress })}</span>}
          <Link
            href={errorsHref({ account, key: proxyKeyId, origin: "any", period: "1h" })}
            className="rounded-sm font-medium text-accent hover:underline"
          >
            {t("showErrors")}
          </Link>
        </p>
      </div>
    </li>
  );
}

function Why({ caller: { kind, taskId } }: { caller: Runaway }) {
  const t = useTranslations("cooldowns.runaway");
  if (kind === "no-task-id") return t("whyNoTask");
  return taskId === null ? t("whyTooManyUnknown") : t("whyTooMany", { task: taskId });
}
