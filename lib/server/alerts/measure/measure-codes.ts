import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { type Measurement, measurementOf } from "./measurement";
import { accountFacts, addressFacts, type ScopedAccount } from "./rule-subjects";
import type { SeenCode } from "./seen-codes";

const MINUTE_MS = 60_000;
/** A code that is no news any more is listed as fine for so long, so that its incident is over and not just gone. */
const LISTED_AFTER_MS = 60 * MINUTE_MS;

/** Whether a rule is about a code that came there. One of an account that is gone is only for rules without providers. */
const isInScope = ({ scope }: RuleSettings, { code }: SeenCode, place: ScopedAccount | undefined): boolean =>
  (scope.codes.length === 0 || scope.codes.includes(code)) &&
  (scope.providers.length === 0 || (place !== undefined && scope.providers.includes(place.provider)));

/** Measures one rule for each code that came first of late: news for as long as its window, then fine. */
export function measureCodes(
  settings: RuleSettings,
  codes: readonly SeenCode[],
  accounts: readonly ScopedAccount[],
  nowMs: number,
): Measurement[] {
  const newsMs = (settings.windowMinutes ?? 0) * MINUTE_MS;
  const listedMs = newsMs + settings.clearForMinutes * MINUTE_MS + LISTED_AFTER_MS;
  // One that seems to be from the future came before the clock was set back.
  const recent = codes.filter(({ firstSeenAtMs }) => Math.abs(nowMs - firstSeenAtMs) < listedMs);
  return recent.flatMap((seen) => {
    const account = accounts.find(({ id }) => id === seen.accountId);
    const place = account ?? accounts.find(({ providerHost }) => providerHost === seen.providerHost);
    if (!isInScope(settings, seen, place)) return [];
    const where = place === undefined ? {} : addressFacts({ host: place.providerHost, provider: place.provider });
    const facts = { ...where, ...(account === undefined ? {} : accountFacts(account)) };
    const { code, description } = seen;
    return [
      measurementOf(
        { kind: "code", id: code, name: code },
        { kind: nowMs - seen.firstSeenAtMs < newsMs ? "breach" : "clear" },
        { ...facts, code, description },
      ),
    ];
  });
}
