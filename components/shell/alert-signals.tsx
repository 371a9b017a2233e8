"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useIncidentTitle } from "@/components/alerts/use-incident-title";
import { playAlarm } from "@/lib/client/alerts/alarm-sound";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { listFiredAnew, readFiring } from "@/lib/client/alerts/fired-anew";
import { useAlarmSound } from "@/lib/client/alerts/use-alarm-sound";
import { useLookWhileHidden } from "@/lib/client/alerts/use-look-while-hidden";
import { useTabSignal } from "@/lib/client/alerts/use-tab-signal";
import type { OpenAlertsResponse } from "@/lib/contracts/incidents";

/**
 * What tells of alerts beside what is drawn: the tab's title and icon, a sound for who wants one, and one sentence for
 * assistive technology. One a page.
 */
export function AlertSignals() {
  const t = useTranslations("alerts.bell");
  const titleOf = useIncidentTitle();
  const { data } = useOpenAlerts();
  const { count, worst } = readFiring(data?.incidents ?? [], data?.counts.firing ?? 0);
  const [isSoundOn] = useAlarmSound();
  const [news, setNews] = useState("");
  const seen = useRef<ReadonlySet<string> | null>(null);
  useTabSignal(count, worst);
  useLookWhileHidden();

  const look = useEffectEvent((open: OpenAlertsResponse) => {
    const { newest } = readFiring(open.incidents, open.counts.firing);
    const anew = listFiredAnew(seen.current, newest);
    seen.current = new Set(newest.map(({ id }) => id));
    const [first] = anew;
    if (first === undefined) return;
    setNews(t("news", { title: titleOf(first), count: anew.length - 1 }));
    if (isSoundOn && anew.some(({ severity }) => severity === "critical")) playAlarm();
  });
  useEffect(() => {
    if (data !== undefined) look(data);
  }, [data]);

  return (
    <span role="status" className="sr-only">
      {news}
    </span>
  );
}
