"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useAmount } from "@/components/overview/use-amount";
import { Panel } from "@/components/ui/panel";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import type { CooldownReport } from "@/lib/contracts/cooldowns";

type Risked = CooldownReport["risked"][number];

/** What the held tasks of each account would have cost. */
export function ReportRisked({ risked }: { risked: readonly Risked[] }) {
  const t = useTranslations("report");
  const format = useFormatter();
  const amount = useAmount();
  const money = (value: string | null, unit: string) => {
    if (value === null) return <span className="text-muted">{t("risked.unknown")}</span>;
    const written = amount(value, unit);
    return `${written.figure} ${written.unit}`;
  };
  const columns: readonly RecordColumn<Risked>[] = [
    {
      key: "account",
      header: t("risked.account"),
      part: "name",
      cell: ({ account }) => <bdi className="wrap-anywhere font-medium">{account ?? t("program.removedAccount")}</bdi>,
    },
    {
      key: "tasks",
      header: t("risked.tasks"),
      numeric: true,
      cell: ({ heldTasks }) => format.number(heldTasks, "integer"),
    },
    {
      key: "price",
      header: t("risked.price"),
      numeric: true,
      cell: ({ pricePerTask, unit }) => money(pricePerTask, unit),
    },
    { key: "amount", header: t("risked.amount"), numeric: true, cell: (row) => money(row.amount, row.unit) },
  ];
  return (
    <Panel label={t("risked.label")} flush>
      <RecordList label={t("risked.label")} columns={columns} rows={risked} rowKey={({ accountId }) => accountId} />
    </Panel>
  );
}
