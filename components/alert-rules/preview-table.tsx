"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { RulePreview } from "@/lib/client/alert-rules/prepare-rule-preview";
import { formatDuration } from "@/lib/client/format/format";
import type { ThresholdUnit } from "@/lib/domain/alert-rules/kinds";
import { useValueText } from "./use-value-words";

/** The firings one by one, the newest first. @param unit null for what is either so or not */
export function PreviewTable({ preview, unit }: { preview: RulePreview; unit: ThresholdUnit | null }) {
  const t = useTranslations("alert-rules.preview");
  const valueText = useValueText();
  const { firings } = preview;
  const label = t("table", { count: firings.length });
  return (
    <details className="group">
      <summary className="-mx-1 flex cursor-pointer list-none items-center gap-1 rounded-sm px-1 text-muted text-xs hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {label}
      </summary>
      <div className="mt-2 max-h-64 overflow-y-auto rounded-md border bg-surface">
        <Table label={label}>
          <TableHead className="sticky top-0 z-10 border-t-0">
            <tr>
              <TableHeaderCell>{t("column.subject")}</TableHeaderCell>
              <TableHeaderCell>{t("column.from")}</TableHeaderCell>
              <TableHeaderCell numeric>{t("column.length")}</TableHeaderCell>
              {unit !== null && <TableHeaderCell numeric>{t("column.peak")}</TableHeaderCell>}
            </tr>
          </TableHead>
          <TableBody>
            {firings.map(({ subject, fromMs, toMs, peak }) => (
              <TableRow key={`${subject} ${fromMs}`}>
                <TableCell>
                  <bdi className="wrap-anywhere">{subject}</bdi>
                </TableCell>
                <TableCell>
                  <Instant atMs={fromMs} format="dateTime" />
                </TableCell>
                <TableCell numeric>{toMs === null ? t("goesOn") : formatDuration(toMs - fromMs)}</TableCell>
                {unit !== null && <TableCell numeric>{peak !== null && valueText(peak, unit)}</TableCell>}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}
