import { Check, Circle, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { Spinner } from "@/components/ui/spinner";
import {
  type DrillOutcome,
  type DrillStepRow,
  type DrillStepState,
  prepareDrillSteps,
  readDrillOutcome,
} from "@/lib/client/drill/drill-progress";
import type { Drill } from "@/lib/contracts/drill";

/** How far a rehearsal has come, step by step, and what came of it. */
export function DrillProgress({ drill }: { drill: Drill }) {
  const t = useTranslations("drill");
  const outcome = readDrillOutcome(drill);
  const { cooldownId, startedAtMs, startedBy, account } = drill;
  return (
    <div className="mt-4 border-t pt-4">
      <p className="text-muted text-xs">
        {t.rich("startedBy", { name: startedBy, account, at: () => <Instant atMs={startedAtMs} /> })}
      </p>
      <ol className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        {prepareDrillSteps(drill).map((row) => (
          <DrillStepItem key={row.step} row={row} />
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        {/* What changes each second is not read out, only the steps and the end. */}
        <p role="status" className={cn("min-w-0", OUTCOME_CLASSES[outcome.kind])}>
          <OutcomeText outcome={outcome} drill={drill} />
        </p>
        {cooldownId !== null && (
          <Link
            href={`/cooldowns/${encodeURIComponent(cooldownId)}`}
            className="font-medium text-accent hover:underline"
          >
            {t(outcome.kind === "running" ? "seeCooldown" : "seeReport")}
          </Link>
        )}
      </div>
    </div>
  );
}

const OUTCOME_CLASSES: Record<DrillOutcome["kind"], string> = {
  running: "sr-only",
  done: "text-success",
  "not-held": "text-warning",
  stopped: "text-muted",
  failed: "text-critical",
};

function OutcomeText({ outcome, drill }: { outcome: DrillOutcome; drill: Drill }) {
  const t = useTranslations("drill");
  if (outcome.kind === "running") return t(`step.${drill.reached}.title`);
  if (outcome.kind === "failed") return t(`problem.${outcome.problem}`);
  return t(`outcome.${outcome.kind}`, { held: drill.held });
}

function DrillStepItem({ row: { step, state, count } }: { row: DrillStepRow }) {
  const t = useTranslations("drill");
  return (
    <li aria-current={state === "current" ? "step" : undefined} className="flex min-w-0 gap-2.5">
      <StepMark state={state} />
      <div className={cn("min-w-0 leading-snug", state === "ahead" && "text-muted")}>
        <p className="font-medium">
          {t(`step.${step}.title`)}
          <span className="sr-only">{` (${t(`state.${state}`)})`}</span>
        </p>
        <p className="mt-0.5 text-muted text-xs">{t(`step.${step}.what`)}</p>
        {count !== null && (
          <p className="mt-1 text-xs tabular-nums">{t(step === "errors" ? "errors" : "held", { count })}</p>
        )}
      </div>
    </li>
  );
}

const MARK = "mt-px flex size-5 shrink-0 items-center justify-center rounded-full";

function StepMark({ state }: { state: DrillStepState }) {
  switch (state) {
    case "done":
      return (
        <span className={cn(MARK, "bg-success-soft text-success")}>
          <Check aria-hidden className="size-3.5" />
        </span>
      );
    case "current":
      return (
        <span className={cn(MARK, "text-info")}>
          <Spinner />
        </span>
      );
    case "broken":
      return (
        <span className={cn(MARK, "bg-critical-soft text-critical")}>
          <X aria-hidden className="size-3.5" />
        </span>
      );
    default:
      return (
        <span className={cn(MARK, "text-muted")}>
          <Circle aria-hidden className="size-3.5" />
        </span>
      );
  }
}
