import { useTranslations } from "next-intl";
import { DrillBadge } from "@/components/cooldowns/drill-badge";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { TableHeaderCell } from "@/components/ui/table";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { CodeDot, CodeText } from "./code-name";
import { OriginBadge } from "./origin-badge";

type ErrorTableProps = {
  /** What the table lists. */
  label: string;
  errors: readonly ErrorEvent[];
  colourOf: (code: string) => string;
  onOpen: (error: ErrorEvent) => void;
  /** Rows to mark for a moment because they have just come. */
  isNew?: (id: string) => boolean;
};

const WIDE_ONLY = "hidden @4xl:table-cell";
const CELL = "@4xl:h-11 @4xl:px-4 @4xl:py-1.5 @4xl:align-middle";
/** Fades from the first frame on screen; without motion it never shows. */
const NEW = "duration-[2500ms] ease-in starting:bg-accent-soft";

/**
 * Errors as a table where there is room, and as cards of two or three lines where there is not. Each row is opened by
 * the button on its code, which covers the row.
 *
 * One set of elements for both, so that nothing is there twice for search, copying and assistive technology.
 */
export function ErrorTable({ label, errors, colourOf, onOpen, isNew }: ErrorTableProps) {
  const t = useTranslations("errors");
  return (
    <div className="@container">
      <table aria-label={label} className="block w-full table-fixed border-collapse text-left @4xl:table">
        <thead className="sr-only text-muted text-xs @4xl:not-sr-only @4xl:table-header-group">
          <tr className="border-y bg-background">
            <TableHeaderCell className="w-30">{t("column.time")}</TableHeaderCell>
            <TableHeaderCell className="w-[25%]">{t("column.code")}</TableHeaderCell>
            <TableHeaderCell className="w-[12%]">{t("column.account")}</TableHeaderCell>
            <TableHeaderCell className="w-36">{t("column.method")}</TableHeaderCell>
            <TableHeaderCell className="w-[16%]">{t("column.target")}</TableHeaderCell>
            <TableHeaderCell>{t("column.description")}</TableHeaderCell>
          </tr>
        </thead>
        <tbody className="block divide-y border-t @4xl:table-row-group @4xl:border-t-0">
          {errors.map((error) => (
            <tr
              key={error.id}
              className={cn(
                "relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-2.5 transition-colors @4xl:table-row",
                "hover:bg-hover/60 has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
                isNew?.(error.id) && NEW,
              )}
            >
              <td className={cn(CELL, "order-2 text-xs @4xl:whitespace-nowrap")}>
                <Instant atMs={error.atMs} format="timeSeconds" className="@4xl:block" />
                <Instant atMs={error.atMs} format="date" className="hidden text-muted @4xl:block" />
              </td>
              <td className={cn(CELL, "order-1 min-w-0")}>
                <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                  <span className="flex min-w-0 max-w-full items-center gap-2">
                    <CodeDot colour={colourOf(error.code)} />
                    <button
                      type="button"
                      aria-haspopup="dialog"
                      onClick={() => onOpen(error)}
                      className="min-w-0 truncate text-left outline-none after:absolute after:inset-0"
                    >
                      <CodeText code={error.code} className="font-medium" />
                    </button>
                  </span>
                  <OriginBadge origin={error.origin} />
                  {error.source === "drill" && <DrillBadge />}
                </span>
              </td>
              <td className={cn(CELL, "order-4 col-span-2 text-muted text-xs @4xl:text-foreground @4xl:text-sm")}>
                <span className="flex justify-between gap-3 @4xl:block @4xl:truncate">
                  <span className="min-w-0 truncate">
                    <bdi className={error.account === null ? "text-muted" : undefined}>
                      {error.account ?? t("unknownAccount")}
                    </bdi>
                    {error.proxyKey !== null && (
                      <>
                        <span className="@4xl:hidden">{" · "}</span>
                        <span className="text-muted text-xs @4xl:block @4xl:truncate" title={error.proxyKey}>
                          <span className="sr-only">{`${t("detail.proxyKey")} `}</span>
                          <bdi>{error.proxyKey}</bdi>
                        </span>
                      </>
                    )}
                    <span translate="no" className="@4xl:hidden">
                      {[" ", error.method, error.targetHost].filter(Boolean).join(" · ")}
                    </span>
                  </span>
                  <Instant atMs={error.atMs} format="date" className="@4xl:hidden" />
                </span>
              </td>
              <td className={cn(CELL, WIDE_ONLY, "truncate font-mono text-[0.8125rem]")} translate="no">
                {error.method}
              </td>
              <td className={cn(CELL, WIDE_ONLY, "leading-tight")} translate="no">
                <span className="block truncate">{error.targetHost}</span>
                <span className="block truncate text-muted text-xs">{error.taskType}</span>
              </td>
              <td className={cn(CELL, "order-3 col-span-2 min-w-0")}>
                <span className="wrap-anywhere line-clamp-2 @4xl:text-[0.8125rem] @4xl:leading-snug">
                  {error.source === "banwatch" && <span className="text-muted">{`${t("byBanwatch")} · `}</span>}
                  {error.description ? (
                    <bdi>{error.description}</bdi>
                  ) : (
                    <span className="text-muted">{t("noDescription")}</span>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
