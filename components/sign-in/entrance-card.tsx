import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";

/** What stands in the middle of a page before the sign-in: a heading, what it is about, and one thing to do. */
export function EntranceCard({
  title,
  hint,
  wide = false,
  lead,
  footer,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  /** Room for a form with longer explanations. */
  wide?: boolean;
  /** Stands above the card, such as how far one is. */
  lead?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={cn("mx-auto w-full", wide ? "max-w-lg" : "max-w-[25rem]")}>
      {lead && <div className="mb-5 flex justify-center">{lead}</div>}
      <Card className="px-5 py-6 sm:px-7 sm:py-7">
        <h1 className="wrap-anywhere font-semibold text-xl tracking-tight">{title}</h1>
        {hint && <p className="mt-1 text-muted">{hint}</p>}
        <div className="mt-5">{children}</div>
      </Card>
      {footer && <div className="mt-4 px-2 text-center text-muted text-xs">{footer}</div>}
    </div>
  );
}
