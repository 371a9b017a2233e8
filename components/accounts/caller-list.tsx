import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CodeText } from "@/components/errors/code-name";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { CallerRow } from "@/lib/client/accounts/callers";
import { errorsHref } from "@/lib/client/errors/error-filter";
import type { Account } from "@/lib/contracts/accounts";
import type { Period } from "@/lib/domain/period";

type CallerListProps = { account: Account; period: Period; rows: readonly CallerRow[] };

/** One block a caller; the bar is its part of all errors of the account. */
export function CallerList({ account, period, rows }: CallerListProps) {
  const t = useTranslations("accounts.callers");
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label={t("label")} className="divide-y rounded-lg border bg-surface">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-col gap-2.5 p-4">
            <CallerName account={account} period={period} row={row} />
            <div aria-hidden className="h-1 overflow-hidden rounded-full bg-hover">
              <div className="h-full rounded-full bg-critical" style={{ width: `${row.partOfErrors * 100}%` }} />
            </div>
            <CallerFigures row={row} />
            {row.codes.length > 0 && (
              <ul aria-label={t("codes")} className="flex flex-col gap-1">
                {row.codes.map(({ code, errors }) => (
                  <li key={code} title={code} className="flex items-baseline justify-between gap-3">
                    <CodeText code={code} className="min-w-0 truncate text-muted" />
                    <span className="shrink-0 text-muted text-xs tabular-nums">
                      {t("codeCount", { count: errors })}
                    </span>
                  </li>
                ))}
                {row.otherCodes !== null && (
                  <li className="flex items-baseline justify-between gap-3 text-muted text-xs">
                    <span>{t("otherCodes", { codes: row.otherCodes.codes })}</span>
                    <span className="shrink-0 tabular-nums">{t("codeCount", { count: row.otherCodes.errors })}</span>
                  </li>
                )}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <p className="text-muted text-xs">{t("answeredHereHint")}</p>
    </div>
  );
}

function CallerName({ account, period, row }: { account: Account; period: Period; row: CallerRow }) {
  const t = useTranslations("accounts.callers");
  if (row.kind !== "proxy-key" || row.proxyKeyId === null) {
    const which = row.kind === "banwatch" || row.kind === "drill" ? row.kind : "accountKey";
    return (
      <div>
        <div className="font-medium">{t(which)}</div>
        <p className="text-muted text-xs">{t(`${which}Hint`)}</p>
      </div>
    );
  }
  const label = row.label ?? row.proxyKeyId;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Link
        href={errorsHref({ account: account.name, key: row.proxyKeyId, origin: "any", period })}
        aria-label={t("showErrors", { label })}
        className="wrap-anywhere min-w-0 font-medium text-accent hover:underline"
      >
        <bdi>{label}</bdi>
      </Link>
      {row.person !== null && <bdi className="wrap-anywhere text-muted">{row.person}</bdi>}
      {row.revoked && <Badge>{t("revoked")}</Badge>}
    </div>
  );
}

function CallerFigures({ row }: { row: CallerRow }) {
  const t = useTranslations("accounts.callers");
  const formatter = useFormatter();
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
      <Figure term={t("calls")}>{formatter.number(row.calls, "integer")}</Figure>
      <Figure term={t("errors")} critical={row.errors > 0}>
        {formatter.number(row.errors, "integer")}
      </Figure>
      <Figure term={t("share")}>{row.errorShare === null ? "–" : formatter.number(row.errorShare, "percent")}</Figure>
      <Figure term={t("answeredHere")}>{formatter.number(row.answeredHere, "integer")}</Figure>
    </dl>
  );
}

type FigureProps = { term: string; critical?: boolean; children: ReactNode };

function Figure({ term, critical = false, children }: FigureProps) {
  return (
    <div>
      <dt className="text-muted text-xs">{term}</dt>
      <dd className={cn("font-medium tabular-nums", critical && "text-critical")}>{children}</dd>
    </div>
  );
}
