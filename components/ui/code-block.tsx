import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/**
 * Text to be copied as it is: a command, a base URL, a reply.
 *
 * @param label what the text is, also for assistive technology
 */
export function CodeBlock({ code, label, className }: { code: string; label: string; className?: string }) {
  return (
    <figure className={cn("relative rounded-md border bg-sunken", className)}>
      <figcaption className="flex min-h-9 items-center justify-between border-b py-1 pr-1 pl-3 text-muted text-xs">
        {label}
        <CopyButton text={code} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, which must work by keyboard (WCAG 2.1.1)
        tabIndex={0}
        className="overflow-x-auto p-3 font-mono text-xs leading-relaxed focus-visible:-outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
