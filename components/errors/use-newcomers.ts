import { useState } from "react";

/**
 * Tells which items have come since the list was first seen. Of the first list none is new.
 *
 * @param items the list as it is now; undefined until it has loaded
 */
export function useNewcomers(items: readonly { readonly id: string }[] | undefined): (id: string) => boolean {
  const [first, setFirst] = useState<ReadonlySet<string> | null>(null);
  if (first === null && items !== undefined) setFirst(new Set(items.map(({ id }) => id)));
  return (id) => first !== null && !first.has(id);
}
