import { Hand } from "lucide-react";
import { useTranslations } from "next-intl";
import type { HeldProgram, HeldSummary } from "@/lib/client/cooldowns/held";

type HeldCallsProps = { held: HeldSummary /** How many programs are named. */; named: number };

/** How many calls a ban held back, and which programs go on calling. */
export function HeldCalls({ held, named }: HeldCallsProps) {
  const t = useTranslations("cooldowns.held");
  const heldText = useHeldText();
  const shown = held.callers.slice(0, named);
  const others = held.otherCalls + held.callers.slice(named).reduce((sum, { calls }) => sum + calls, 0);
  const isNone = held.heldCalls + held.observedCalls === 0;
  return (
    <div>
      <p className="flex items-center gap-1.5 font-medium">
        <Hand aria-hidden className="size-4 shrink-0 text-muted" />
        <span className={isNone ? "font-normal text-muted" : undefined}>{heldText(held)}</span>
      </p>
      {shown.length > 0 && (
        <ul aria-label={t("label")} className="mt-1 flex flex-col gap-0.5 pl-5.5 text-xs">
          {shown.map((program) => (
            <HeldLine key={program.id} program={program} />
          ))}
          {others > 0 && <li className="text-muted">{t("others", { calls: others })}</li>}
        </ul>
      )}
    </div>
  );
}

function HeldLine({ program: { account, proxyKey, method, calls } }: { program: HeldProgram }) {
  const t = useTranslations("cooldowns.held");
  return (
    <li className="flex items-baseline gap-2">
      <span className="min-w-0 flex-1 truncate">
        <bdi>{proxyKey ?? t("accountKey")}</bdi>
        <span className="text-muted">
          {" · "}
          <bdi>{account ?? t("removedAccount")}</bdi>
          {" · "}
          <bdi translate="no" className="font-mono">
            {method}
          </bdi>
        </span>
      </span>
      <HeldFigure calls={calls} />
    </li>
  );
}

function HeldFigure({ calls }: { calls: number }) {
  const t = useTranslations("cooldowns.held");
  return (
    <data value={calls} className="tabular-nums">
      {t("figure", { calls })}
    </data>
  );
}

/** "312 calls held", and for what the guard only watched "would have held 312 calls". */
export function useHeldText(): (held: Pick<HeldSummary, "heldCalls" | "observedCalls">) => string {
  const t = useTranslations("cooldowns.held");
  return ({ heldCalls, observedCalls }) => {
    const held = t("count", { calls: heldCalls });
    if (heldCalls > 0 && observedCalls > 0) return t("both", { held, observed: observedCalls });
    if (observedCalls > 0) return t("would", { calls: observedCalls });
    return heldCalls > 0 ? held : t("none");
  };
}
