/** What is left white around a QR code, in modules (ISO/IEC 18004: 4). */
export const QUIET_ZONE = 4;

/**
 * The dark modules of a QR code as one SVG path, a module being one unit. Neighbours in a row are one rectangle, so that
 * no hairline shows between them.
 *
 * @param modules rows of columns, true where it is dark, without a quiet zone
 */
export function prepareQrPath(modules: readonly (readonly boolean[])[]): { path: string; size: number } {
  const runs = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) =>
      isDark && !row[x - 1] ? [`M${x + QUIET_ZONE} ${y + QUIET_ZONE}${runFrom(row, x)}`] : [],
    ),
  );
  return { path: runs.join(""), size: modules.length + 2 * QUIET_ZONE };
}

function runFrom(row: readonly boolean[], x: number): string {
  const end = row.indexOf(false, x);
  const length = (end === -1 ? row.length : end) - x;
  return `h${length}v1h-${length}z`;
}
