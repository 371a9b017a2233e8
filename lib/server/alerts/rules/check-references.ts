import { checkRule } from "@/lib/domain/alert-rules/check-rule";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { RequestError } from "../../request-error";
import type { RuleNames } from "./rule-audit";

/** A field that is wrong, in words to be read after its name. */
interface WrongField {
  readonly field: string;
  readonly message: string;
}

const strangers = (ids: readonly string[], nameOf: (id: string) => string | null) =>
  ids.some((id) => nameOf(id) === null);

/** Ids that name nothing. */
function listStrangers({ scope, channelIds, escalateToIds }: RuleSettings, names: RuleNames): WrongField[] {
  const lists = [
    { field: "scope.accountIds", what: "an account", isWrong: strangers(scope.accountIds, names.account) },
    { field: "scope.proxyKeyIds", what: "a proxy key", isWrong: strangers(scope.proxyKeyIds, names.proxyKey) },
    { field: "channelIds", what: "a channel", isWrong: strangers(channelIds, names.channel) },
    { field: "escalateToIds", what: "a channel", isWrong: strangers(escalateToIds, names.channel) },
  ];
  return lists
    .filter(({ isWrong }) => isWrong)
    .map(({ field, what }) => ({ field, message: `names what is not the id of ${what}` }));
}

/**
 * Refuses a rule that does not fit its kind, or hangs on what does not exist.
 *
 * @throws {RequestError} 400 naming every field that is wrong
 */
export function assertRule(settings: RuleSettings, names: RuleNames): void {
  const wrong = [...checkRule(settings), ...listStrangers(settings, names)];
  const [first] = wrong;
  if (first === undefined) return;
  throw new RequestError(400, "invalid_request", `${first.field} ${first.message}.`, { fields: wrong });
}

/** The rule without what was deleted meanwhile. A scope that names only such things would become everything: it stays. */
export function withoutGone(settings: RuleSettings, names: RuleNames): RuleSettings {
  const { scope } = settings;
  const left = (ids: readonly string[], nameOf: (id: string) => string | null) =>
    ids.filter((id) => nameOf(id) !== null);
  const proxyKeyIds = left(scope.proxyKeyIds, names.proxyKey);
  const accountIds = left(scope.accountIds, names.account);
  const escalateToIds = left(settings.escalateToIds, names.channel);
  return {
    ...settings,
    scope: {
      ...scope,
      accountIds: accountIds.length === 0 ? scope.accountIds : accountIds,
      proxyKeyIds: proxyKeyIds.length === 0 ? scope.proxyKeyIds : proxyKeyIds,
    },
    channelIds: left(settings.channelIds, names.channel),
    escalateToIds,
    escalateAfterMinutes: escalateToIds.length === 0 ? null : settings.escalateAfterMinutes,
  };
}
