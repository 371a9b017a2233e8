import { cn } from "@/components/ui/cn";

/** The colour that stands for a code in the chart. Decorative: the code is always beside it. */
export function CodeDot({ colour, hollow = false }: { colour: string; hollow?: boolean }) {
  return (
    <span
      aria-hidden
      className="size-2.5 shrink-0 rounded-[3px] border-2"
      style={{ borderColor: colour, backgroundColor: hollow ? "transparent" : colour }}
    />
  );
}

/** A code as it came. It may be in any script and of any length, so it is isolated from the text around it. */
export function CodeText({ code, className }: { code: string; className?: string }) {
  return (
    <bdi translate="no" className={cn("font-mono text-[0.8125rem]", className)}>
      {code}
    </bdi>
  );
}
