"use client";

import { useFormatter, useTranslations } from "next-intl";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { StatTile } from "@/components/ui/stat-tile";
import { readAffectedCalls, readMeasure } from "@/lib/client/alerts/read-measure";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { Incident } from "@/lib/contracts/incidents";
import { EndsIn } from "./ends-in";
import { LiveDuration } from "./live-duration";
import { useMeasuredNumber, useMeasureText } from "./use-measure-text";

/** The figures of an incident, one tile each; without those that say nothing of this one. */
export function IncidentFigures({ incident, clock }: { incident: Incident; clock: ServerClock }) {
  const t = useTranslations("alerts.figures");
  const format = useFormatter();
  const { openedAtMs, firesSinceMs, resolvedAtMs, reopened, facts, status } = incident;
  const tBack = useTranslations("alerts.cameBack");
  const calls = readAffectedCalls(facts);
  const count = (value: number) => format.number(value, "integer");
  // Of one that is over the whole span, of one that goes on this time.
  const fromMs = resolvedAtMs === null ? firesSinceMs : openedAtMs;
  const instant = (atMs: number) => () => <NearInstant atMs={atMs} nowMs={clock.serverNowMs} />;
  return (
    <section aria-labelledby="incident-figures">
      <h2 id="incident-figures" className="sr-only">
        {t("label")}
      </h2>
      <dl className="grid-fluid [--grid-min:9.5rem] max-sm:gap-3">
        <StatTile
          label={t(resolvedAtMs === null ? "openFor" : "lasted")}
          value={<LiveDuration fromMs={fromMs} toMs={resolvedAtMs} clock={clock} />}
          hint={t.rich("since", { at: instant(fromMs) })}
          note={
            reopened > 0 && (
              <>
                <span className="block">{tBack("times", { times: reopened })}</span>
                {resolvedAtMs === null && (
                  <span className="block">{tBack.rich("first", { at: instant(openedAtMs) })}</span>
                )}
              </>
            )
          }
        />
        {status !== "resolved" && facts.untilMs !== null && (
          <StatTile
            label={t("endsIn")}
            value={<EndsIn incident={incident} clock={clock} />}
            hint={t.rich("endsAt", {
              at: instant(facts.untilMs),
            })}
          />
        )}
        <MeasureTile incident={incident} />
        {calls !== null && calls.errors > 0 && <StatTile label={t("errors")} value={count(calls.errors)} />}
        {calls !== null && calls.held > 0 && (
          <StatTile label={t("held")} value={count(calls.held)} hint={t("heldHint")} />
        )}
        {calls !== null && calls.observed > 0 && (
          <StatTile label={t("observed")} value={count(calls.observed)} hint={t("observedHint")} tone="warning" />
        )}
        <MessagesTile deliveries={incident.deliveries} />
      </dl>
    </section>
  );
}

function MeasureTile({ incident }: { incident: Incident }) {
  const t = useTranslations("alerts.figures");
  const measured = readMeasure(incident.kind, incident.facts);
  const measure = useMeasureText()(incident);
  const write = useMeasuredNumber();
  if (measured === null || measure === null) return null;
  return (
    <StatTile
      label={t("measured")}
      value={write(measured, measured.value, measured.balance)}
      hint={measure.limit ?? undefined}
    />
  );
}

/** A message that was given up is the figure that must not be missed. */
function MessagesTile({ deliveries: { delivered, waiting, failed } }: Pick<Incident, "deliveries">) {
  const t = useTranslations("alerts.figures");
  const told = useTranslations("alerts.told");
  const format = useFormatter();
  return (
    <StatTile
      label={t("messages")}
      value={format.number(delivered, "integer")}
      hint={waiting > 0 ? told("waiting", { count: waiting }) : t("messagesHint")}
      note={failed > 0 && <span className="font-medium text-critical">{told("failed", { count: failed })}</span>}
    />
  );
}
