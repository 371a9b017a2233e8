import { TriangleAlert } from "lucide-react";
import type { TemplateProblem } from "@/lib/contracts/template-problem";
import { useTemplateProblemText } from "./use-template-problem-text";

/** What a template names that there is not: it is sent all the same, so this keeps nobody from saving. Read out when it comes. */
export function TemplateWarnings({ problems }: { problems: readonly TemplateProblem[] }) {
  const textOf = useTemplateProblemText();
  return (
    <ul role="status" className="grid gap-1 empty:hidden">
      {problems.map((problem) => (
        <li key={problem.what} className="flex items-start gap-1.5 text-xs">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          <span className="wrap-anywhere min-w-0">{textOf(problem)}</span>
        </li>
      ))}
    </ul>
  );
}
