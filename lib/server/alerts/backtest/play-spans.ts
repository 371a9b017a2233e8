import { cooldownKindOf } from "../measure/cooldown-kind";
import { accountsIn, addressesIn } from "../measure/rule-subjects";
import type { Play } from "./backtest-sources";

const MAX_COOLDOWNS = 5_000;
const MINUTE_MS = 60_000;

/** Bans, wrong keys and empty accounts, by the cooldowns that were. */
export const playCooldowns: Play = async ({ settings, sources, span, run, breathe }) => {
  const accounts = sources.listAccounts();
  const subjects =
    settings.when === "ip-ban"
      ? addressesIn(settings.scope, accounts).map(({ host }) => ({ id: host, name: host }))
      : accountsIn(settings.scope, accounts);
  const byId = new Map(subjects.map(({ id, name }) => [id, { id, name }]));
  const cooldowns = await sources.cooldownSpans.list(span.fromMs, MAX_COOLDOWNS);
  await breathe();
  for (const cooldown of cooldowns) {
    if (cooldownKindOf(cooldown) !== settings.when) continue;
    const subject = byId.get(cooldown.scope === "egress" ? cooldown.providerHost : (cooldown.accountId ?? ""));
    if (subject === undefined) continue;
    run.push(subject, Math.max(cooldown.startedAtMs, span.fromMs), { kind: "breach" }, null);
    if (cooldown.endedAtMs !== null) run.push(subject, cooldown.endedAtMs, { kind: "clear" }, null);
  }
};

/** Codes never seen before, by when each was. */
export const playCodes: Play = async ({ settings, sources, span, run }) => {
  const { scope, windowMinutes } = settings;
  const accounts = sources.listAccounts();
  for (const { code, accountId, providerHost, firstSeenAtMs } of sources.seenCodes.list()) {
    if (firstSeenAtMs < span.fromMs || firstSeenAtMs > span.toMs) continue;
    const place =
      accounts.find(({ id }) => id === accountId) ?? accounts.find((account) => account.providerHost === providerHost);
    const isHere = scope.providers.length === 0 || (place !== undefined && scope.providers.includes(place.provider));
    if (!isHere || (scope.codes.length > 0 && !scope.codes.includes(code))) continue;
    const subject = { id: code, name: code };
    run.push(subject, firstSeenAtMs, { kind: "breach" }, null);
    const overMs = firstSeenAtMs + (windowMinutes ?? 0) * MINUTE_MS;
    if (overMs <= span.toMs) run.push(subject, overMs, { kind: "clear" }, null);
  }
};
