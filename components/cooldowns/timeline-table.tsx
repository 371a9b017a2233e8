import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { banKindOf } from "@/lib/client/cooldowns/ban-kind";
import { formatDuration } from "@/lib/client/format/format";
import { lengthOf } from "@/lib/client/report/prepare-report";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { useScopeName } from "./use-scope-name";

/** The timeline as a table, the newest first: the same bans, the running ones included. */
export function TimelineTable({ cooldowns }: { cooldowns: readonly Cooldown[] }) {
  const t = useTranslations("cooldowns");
  const scopeName = useScopeName();
  return (
    <div className="-mx-4 max-h-96 overflow-y-auto">
      <Table label={t("timeline.label")}>
        <TableHead className="sticky top-0 z-10">
          <tr>
            <TableHeaderCell>{t("timeline.column.scope")}</TableHeaderCell>
            <TableHeaderCell>{t("timeline.column.kind")}</TableHeaderCell>
            <TableHeaderCell>{t("timeline.column.from")}</TableHeaderCell>
            <TableHeaderCell>{t("timeline.column.to")}</TableHeaderCell>
            <TableHeaderCell numeric>{t("timeline.column.length")}</TableHeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {cooldowns.map((cooldown) => (
            <TableRow key={cooldown.id}>
              <TableHeaderCell scope="row" className="font-normal">
                <Link
                  href={`/cooldowns/${encodeURIComponent(cooldown.id)}`}
                  className="rounded-sm font-medium text-accent hover:underline"
                >
                  {scopeName(cooldown)}
                </Link>
                <span className="ml-2 text-muted">{cooldown.providerName}</span>
              </TableHeaderCell>
              <TableCell>
                {t(`kind.${banKindOf(cooldown)}`)}
                {cooldown.isDrill && ` · ${t("drill")}`}
              </TableCell>
              <TableCell>
                <Instant atMs={cooldown.startedAtMs} format="dateTime" />
              </TableCell>
              <TableCell>
                {cooldown.endedAtMs === null ? (
                  t("timeline.running")
                ) : (
                  <Instant atMs={cooldown.endedAtMs} format="dateTime" />
                )}
              </TableCell>
              <TableCell numeric>
                {cooldown.endedAtMs !== null && formatDuration(lengthOf(cooldown, cooldown.endedAtMs))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
