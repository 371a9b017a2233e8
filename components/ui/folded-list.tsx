import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "./card";

/** What has ended and is only kept for the record: folded away until somebody looks for it. */
export function FoldedList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Card>
      <details className="group overflow-hidden rounded-lg">
        <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 px-4 py-2 font-medium text-muted -outline-offset-2 hover:text-foreground [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
          {label}
        </summary>
        {children}
      </details>
    </Card>
  );
}
