import { GROUP_MEMORY_MS, groupWaitMs } from "@/lib/domain/alert-groups";
import { nextDueMs } from "@/lib/domain/alert-lifecycle/next-due";
import { isCooldownKind, isSelfKind } from "@/lib/domain/alert-rules/kinds";
import { compareByExplanation } from "@/lib/domain/inhibition";
import type { ChannelRecords } from "@/lib/server/alerts/channels/channel-records";
import { openAlertBook } from "@/lib/server/alerts/engine/alert-book";
import { createDraft } from "@/lib/server/alerts/engine/draft";
import type { MaintenanceRecords } from "@/lib/server/alerts/maintenance/maintenance-records";
import { needsSnapshot } from "@/lib/server/alerts/measure/measurer";
import type { RuleRecords } from "@/lib/server/alerts/rules/rule-records";
import { timingOf } from "@/lib/server/alerts/rules/rule-timing";
import type { Store } from "@/lib/server/store/open-store";
import type { History } from "./generate-history";
import type { HistoryAccount } from "./history-account";
import { type PastDeed, planDeeds } from "./past-deeds";
import { deliverPast } from "./past-deliveries";
import { createPastWorld } from "./past-world";

/** What decides whom an alert is told. */
export interface AlertRecords {
  readonly rules: RuleRecords;
  readonly channels: ChannelRecords;
  readonly maintenances: MaintenanceRecords;
}

const DAY_MS = 86_400_000;

/**
 * Lets the alerts of a history happen: the server's own rules, lifecycle and outbox look at it, instant by instant, with
 * people who acknowledge and services that answer. What was stored already is gone on from, so that a filling that was
 * broken off can be taken up again.
 */
export async function fillAlerts(
  store: Store["alerts"],
  records: AlertRecords,
  parts: {
    readonly history: History;
    readonly accounts: readonly HistoryAccount[];
    readonly untilMs: number;
    readonly random: () => number;
  },
): Promise<void> {
  const { accounts, untilMs, random } = parts;
  const { rules, channels, maintenances } = records;
  const startedAtMs = (await store.states.findCursor()) ?? parts.history.fromMs;
  if (startedAtMs >= untilMs) return;
  const world = createPastWorld(parts.history, accounts);
  const book = openAlertBook(await store.states.list(), await store.incidents.listLive(startedAtMs - DAY_MS));
  const ordered = rules.list().filter(({ settings }) => !isSelfKind(settings.when));
  ordered.sort((a, b) => compareByExplanation(a.settings, b.settings));
  const rates = ordered.filter(({ settings }) => needsSnapshot(settings.when));
  const windows = new Set(rates.flatMap(({ settings }) => settings.windowMinutes ?? []));
  let number = await store.incidents.findLastNumber();
  let deeds: readonly PastDeed[] = [];

  /** What comes by time alone after an instant; infinity when nothing does. */
  const findDue = (afterMs: number): number => {
    const due = book.list().flatMap(({ ruleId, state, reading }) => {
      const rule = rules.find(ruleId);
      const atMs = rule && reading && nextDueMs(state, reading, timingOf(rule.settings));
      return atMs != null && atMs > afterMs ? atMs : [];
    });
    return Math.min(...due, ...deeds.map(({ atMs }) => atMs));
  };

  const look = async (nowMs: number): Promise<void> => {
    const snapshot = world.goTo(nowMs, windows);
    const draft = createDraft({
      book,
      findRule: rules.find,
      channels: channels.list(),
      findMaintenance: ({ accountId, providerHost }) => {
        const account = accounts.find(({ id, providerHost: host }) =>
          accountId === null ? host === providerHost : id === accountId,
        );
        return maintenances.findRunning({ accountId, provider: account?.member.provider ?? null }, nowMs);
      },
      nextNumber: () => {
        number += 1;
        return number;
      },
      nowMs,
    });
    for (const cooldown of world.changedAt(nowMs)) {
      for (const rule of ordered.filter(({ settings }) => isCooldownKind(settings.when))) {
        const measured = world.measurer.measureCooldown(rule, cooldown, nowMs);
        if (measured !== null) draft.measure(rule, [measured]);
      }
    }
    for (const { incidentId, action, by } of deeds.filter(({ atMs }) => atMs <= nowMs)) {
      draft.act(incidentId, action, by);
    }
    deeds = deeds.filter(({ atMs }) => atMs > nowMs);
    for (const rule of ordered) draft.measure(rule, world.measurer.measure(rule, snapshot, nowMs));

    const changes = draft.changes();
    if (changes.states.length + changes.incidents.length > 0) {
      const options = { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
      const touched = await store.states.commit(
        // The server looks at what begins after the history: none of these is near enough to be taken for missed.
        { ...changes, audit: [], seenCooldownIds: [], cursorMs: nowMs },
        options,
      );
      if (touched.size > 0) await deliverPast({ deliveries: store.deliveries, channels, untilMs, random });
    }
    book.apply(draft.entries());
    book.forget(nowMs - DAY_MS);
    const opened = changes.incidents.filter(({ openedAtMs }) => openedAtMs === nowMs);
    deeds = [...deeds, ...opened.flatMap((incident) => planDeeds(incident, random))];
  };

  let nowMs = startedAtMs;
  const looks = world.looks.filter((atMs) => atMs > startedAtMs);
  for (let next = 0; ; ) {
    const atMs = Math.min(looks[next] ?? Number.POSITIVE_INFINITY, findDue(nowMs));
    if (atMs >= untilMs) break;
    if (atMs === looks[next]) next += 1;
    nowMs = atMs;
    await look(atMs);
  }
  const nothing = { states: [], incidents: [], transitions: [], notices: [], audit: [], seenCooldownIds: [] };
  const options = { nowMs: untilMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
  await store.states.commit({ ...nothing, cursorMs: untilMs }, options);
}
