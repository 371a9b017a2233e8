import type { Severity } from "@/lib/domain/alert-rules/kinds";

const COUNTED = /^\(\d+\+?\) /;
const MOST_SHOWN = 99;

/** The count as it stands beside a bell: `99+` is as far as it goes. */
export const shortCount = (count: number): string => (count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count));

/** A page's title with how much fires before it; with zero the title as it was. Whatever count it had is replaced. */
export function titleWithCount(title: string, count: number): string {
  const plain = title.replace(COUNTED, "");
  return count > 0 ? `(${shortCount(count)}) ${plain}` : plain;
}

/** Colours of the icon, which knows nothing of the page's theme: readable on a light and on a dark bar of tabs. */
const FILLS: Readonly<Record<Severity, string>> = { critical: "#d3202c", warning: "#b86e00", info: "#0b7ea3" };

/** The product's mark with a dot of the worst severity, as a `data:` address of an SVG. Same drawing as app/icon.svg. */
export function badgedIcon(worst: Severity): string {
  const svg = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none">',
    '<rect width="32" height="32" rx="8" fill="#2858cd"/>',
    '<circle cx="16" cy="16" r="8.5" stroke="#fff" stroke-opacity=".35" stroke-width="3"/>',
    '<path d="M16 7.5a8.5 8.5 0 1 1-8.5 8.5M16 16 9.99 9.99" stroke="#fff" stroke-width="3" stroke-linecap="round"/>',
    `<circle cx="23.5" cy="8.5" r="8" fill="${FILLS[worst]}" stroke="#fff" stroke-width="2"/>`,
    "</svg>",
  ].join("");
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
