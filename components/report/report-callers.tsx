"use client";

import { PhoneOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { CodeText } from "@/components/errors/code-name";
import { Panel, PanelEmpty } from "@/components/ui/panel";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import type { HeldCaller } from "@/lib/contracts/cooldowns";
import { useProgramText } from "./use-program-text";

/** The programs that called although calls should not have been made, the busiest first. */
export function ReportCallers({ callers }: { callers: readonly HeldCaller[] }) {
  const t = useTranslations("report");
  const format = useFormatter();
  const programText = useProgramText();
  if (callers.length === 0) {
    return (
      <PanelEmpty label={t("callers.label")} icon={PhoneOff} title={t("callers.empty")} hint={t("callers.emptyHint")} />
    );
  }
  const columns: readonly RecordColumn<HeldCaller>[] = [
    {
      key: "program",
      header: t("callers.program"),
      part: "name",
      cell: (caller) => <bdi className="wrap-anywhere font-medium">{programText(caller)}</bdi>,
    },
    {
      key: "account",
      header: t("callers.account"),
      cell: ({ account }) => <bdi className="wrap-anywhere">{account ?? t("program.removedAccount")}</bdi>,
    },
    {
      key: "method",
      header: t("callers.method"),
      cell: ({ method }) => <CodeText code={method} className="wrap-anywhere" />,
    },
    {
      key: "held",
      header: t("callers.held"),
      numeric: true,
      cell: ({ held }) => format.number(held, "integer"),
    },
    {
      key: "observed",
      header: t("callers.observed"),
      numeric: true,
      cell: ({ observed }) => format.number(observed, "integer"),
    },
  ];
  return (
    <Panel label={t("callers.label")} flush>
      <RecordList
        label={t("callers.label")}
        columns={columns}
        rows={callers}
        rowKey={({ accountId, proxyKeyId, method }) => JSON.stringify([accountId, proxyKeyId, method])}
      />
    </Panel>
  );
}
