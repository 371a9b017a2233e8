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
};

/**
 * Records as a table where there is room for one, and as cards where there is not.
 *
 * One set of elements for both, so that nothing is there twice for search, copying and assistive technology.
 */
export function RecordList<Row>({ label, columns, rows, rowKey, openable = false }: RecordListProps<Row>) {
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
                "relative grid grid-cols-2 gap-x-4 gap-y-3 px-4 py-4 transition-colors hover:bg-hover/60 @xl:grid-cols-3",
                "@4xl:table-row @4xl:align-top",
                openable &&
                  "has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
              )}
            >
              {columns.map((column) => (
                <RecordCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RecordCell<Row>({ column, row }: { column: RecordColumn<Row>; row: Row }) {
  const { part, numeric, header } = column;
  return (
    <td
      className={cn(
        "block min-w-0 @4xl:table-cell @4xl:px-3 @4xl:py-2.5 @4xl:first:pl-4 @4xl:last:pr-4",
        part && "col-span-full",
        part === "name" && "order-first",
        part === "actions" && "empty:hidden @4xl:w-px @4xl:py-2",
        numeric && "tabular-nums @4xl:text-right",
      )}
    >
      {(part === undefined || part === "wide") && (
        <span aria-hidden className="mb-0.5 block text-muted text-xs @4xl:hidden">
          {header}
        </span>
      )}
      {column.cell(row)}
    </td>
  );
}
