import type { ReactNode } from "react";
import { cn } from "./cn";

export type RecordColumn<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /**
   * `name` heads the card, wherever it stands in the table. `wide` and `actions` take a whole line of the card; the others share one, each
   * below its header.
   */
  part?: "name" | "wide" | "actions";
  /** A figure: right-aligned in the table, so that digits stand under digits. */
  numeric?: boolean;
  /** In a dense card it stands without its header, because it says by itself what it is. */
  bare?: boolean;
  /** Classes for the column's head, a width for one. */
  className?: string;
};

type RecordListProps<Row> = {
  /** What is listed. */
  label: string;
  columns: readonly RecordColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** For a row that a button covers: it is marked as one thing when that button has the focus. */
  openable?: boolean;
  /** For long lists whose names begin with a mark: cards of a few lines, with the figures in one of them. */
  dense?: boolean;
};

const CARD = "grid grid-cols-2 gap-x-4 gap-y-3 px-4 py-4 @xl:grid-cols-3";
/** The figures begin where the name does, right of its mark. */
const DENSE_CARD = "flex flex-wrap items-baseline gap-x-3 gap-y-1 py-3 pr-4 pl-14";
const DENSE_NAME = "-ml-10 basis-[calc(100%+2.5rem)]";

/**
 * Records as a table where there is room for one, and as cards where there is not.
 *
 * One set of elements for both, so that nothing is there twice for search, copying and assistive technology.
 */
export function RecordList<Row>({
  label,
  columns,
  rows,
  rowKey,
  openable = false,
  dense = false,
}: RecordListProps<Row>) {
  return (
    <div className="@container">
      <table aria-label={label} className="block w-full border-collapse text-left text-sm @4xl:table">
        <thead className="sr-only text-muted text-xs @4xl:not-sr-only @4xl:table-header-group">
          <tr className="border-y bg-background">
            {columns.map(({ key, header, numeric, className }) => (
              <th
                key={key}
                scope="col"
                className={cn(
                  "h-9 whitespace-nowrap px-3 font-medium first:pl-4 last:pr-4",
                  numeric && "text-right",
                  className,
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y border-t @4xl:table-row-group @4xl:border-t-0">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={cn(
                "relative transition-colors hover:bg-hover/60",
                dense ? DENSE_CARD : CARD,
                "@4xl:table-row @4xl:align-top",
                openable &&
                  "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
              )}
            >
              {columns.map((column) => (
                <RecordCell key={column.key} column={column} row={row} dense={dense} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RecordCell<Row>({ column, row, dense }: { column: RecordColumn<Row>; row: Row; dense: boolean }) {
  const { part, numeric, header, bare } = column;
  return (
    <td
      className={cn(
        // What is marked to say nothing needs no place in a card.
        "block min-w-0 @max-4xl:has-data-none:hidden @4xl:table-cell @4xl:px-3 @4xl:py-2.5 @4xl:first:pl-4 @4xl:last:pr-4",
        part && "col-span-full",
        part === "name" && "order-first",
        dense && (part === "name" ? DENSE_NAME : "text-xs @4xl:text-sm"),
        part === "actions" && "empty:hidden @4xl:w-px @4xl:py-2",
        numeric && "tabular-nums @4xl:text-right",
      )}
    >
      {(part === undefined || part === "wide") && !(dense && bare) && (
        <span aria-hidden className={cn("text-muted text-xs @4xl:hidden", dense ? "mr-1" : "mb-0.5 block")}>
          {header}
        </span>
      )}
      {column.cell(row)}
    </td>
  );
}
