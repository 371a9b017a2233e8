"use client";

import { ArrowRight, Inbox } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CodeText } from "@/components/errors/code-name";
import { buttonClasses } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Panel, PanelEmpty } from "@/components/ui/panel";
import { errorsHref } from "@/lib/client/errors/error-filter";
import { isShortened, prepareShares } from "@/lib/client/report/prepare-report";
import type { CooldownReport } from "@/lib/contracts/cooldowns";
import { ShareTable } from "./share-table";
import { useProgramText } from "./use-program-text";

/** The errors that led to it, broken down in four ways. */
export function ReportBefore({ before }: { before: CooldownReport["before"] }) {
  const t = useTranslations("report.before");
  const { errors, fromMs, toMs } = before;
  const label = t(isShortened(before) ? "labelShort" : "label");
  if (errors === 0) return <PanelEmpty label={label} icon={Inbox} title={t("empty")} />;
  return (
    <Panel
      label={label}
      actions={
        <Link
          href={errorsHref({ fromMs, toMs: toMs + 1, origin: "upstream" })}
          className={buttonClasses({ variant: "ghost", size: "sm" })}
        >
          {t("all")}
          <ArrowRight aria-hidden />
        </Link>
      }
    >
      <p className="mb-4 max-w-[75ch] text-muted">
        {t.rich("hint", {
          errors,
          from: () => <Instant atMs={fromMs} format="dateTime" />,
          to: () => <Instant atMs={toMs} format="dateTime" />,
        })}
      </p>
      <Breakdowns before={before} />
    </Panel>
  );
}

function Breakdowns({ before }: { before: CooldownReport["before"] }) {
  const t = useTranslations("report.before");
  const programText = useProgramText();
  const { errors, byCode, byProgram, byTaskType, byTargetHost } = before;
  const byName = ({ name }: { name: string }) => name;
  const name = (share: { name: string }) =>
    share.name === "" ? (
      <span className="text-muted">{t("notGiven")}</span>
    ) : (
      <CodeText code={share.name} className="text-xs" />
    );
  return (
    <div className="grid-fluid gap-x-8 gap-y-6 [--grid-min:16rem]">
      <ShareTable
        title={t("byCode")}
        header={t("code")}
        bars={prepareShares(byCode, errors, byName)}
        nameOf={({ name: code }) => (
          <Link
            href={errorsHref({ code, fromMs: before.fromMs, toMs: before.toMs + 1, origin: "upstream" })}
            className="rounded-sm hover:underline"
          >
            <CodeText code={code} className="text-xs" />
          </Link>
        )}
      />
      <ShareTable
        title={t("byProgram")}
        header={t("program")}
        bars={prepareShares(byProgram, errors, ({ accountId, proxyKeyId }) => JSON.stringify([accountId, proxyKeyId]))}
        nameOf={(program) => (
          <>
            <bdi>{programText(program)}</bdi>
            {/* Keys of two accounts may have the same label; an account's own key names it already. */}
            {program.proxyKeyId !== null && program.account !== null && (
              <bdi className="ml-2 text-muted text-xs">{program.account}</bdi>
            )}
          </>
        )}
      />
      <ShareTable
        title={t("byTaskType")}
        header={t("taskType")}
        bars={prepareShares(byTaskType, errors, byName)}
        nameOf={name}
      />
      <ShareTable
        title={t("byTargetHost")}
        header={t("targetHost")}
        bars={prepareShares(byTargetHost, errors, byName)}
        nameOf={name}
      />
    </div>
  );
}
