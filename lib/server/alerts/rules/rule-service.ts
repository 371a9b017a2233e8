import { randomUUID } from "node:crypto";
import type {
  AlertRule,
  CreateRuleRequest,
  RuleListResponse,
  RulePreviewResponse,
  UpdateRuleRequest,
} from "@/lib/contracts/alert-rules";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { isSelfKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { invalidField } from "../../accounts/invalid-field";
import { RequestError } from "../../request-error";
import type { RuleRecord } from "../../store/alerts/rules";
import type { AuditActor } from "../../team/actor";
import { assertRule, withoutGone } from "./check-references";
import { changesOf, type RuleNames } from "./rule-audit";
import { defaultSettingsOf, type RuleRecords } from "./rule-records";

/** One rule, and the instant that its times are to be read against. */
export interface RuleAnswer {
  readonly serverNowMs: number;
  readonly rule: AlertRule;
}

export interface RuleService {
  /** The oldest first; the default ones come before all others. */
  list(): Promise<RuleListResponse>;
  /** @throws {RequestError} 400 naming the fields, 409 for one rule too many */
  create(request: CreateRuleRequest, by: AuditActor): Promise<RuleAnswer>;
  /** What the request leaves out stays. @throws {RequestError} 404, 400, or 409 when the provisioning file declares it */
  update(id: string, request: UpdateRuleRequest, by: AuditActor): Promise<RuleAnswer>;
  /** Puts a default rule back as it was. @throws {RequestError} 404, 409 for another rule, or one of the file */
  reset(id: string, by: AuditActor): Promise<RuleAnswer>;
  /** Its open incidents end without a message. @throws {RequestError} 404, 409 for a default rule, or one of the file */
  delete(id: string, by: AuditActor): Promise<void>;
  /**
   * When a rule would have fired in the last 30 days.
   *
   * @throws {RequestError} 400 as `create` does, 503 while too many are being worked out
   */
  preview(request: CreateRuleRequest): Promise<RulePreviewResponse>;
}

/** Every rule is looked at every few seconds. */
export const MAX_RULES = 200;

/**
 * @param parts.openCountOf how many incidents of a rule are open
 * @param parts.listLastFired when each rule last opened one
 * @param parts.backtest asked with a rule that was checked
 */
export function createRuleService(parts: {
  readonly records: RuleRecords;
  readonly names: RuleNames;
  readonly openCountOf: (ruleId: string) => number;
  readonly listLastFired: () => Promise<ReadonlyMap<string, number>>;
  readonly backtest: (settings: RuleSettings) => Promise<RulePreviewResponse>;
  readonly now: () => number;
}): RuleService {
  const { records, names, now } = parts;

  const toRule = (record: RuleRecord, lastFired: ReadonlyMap<string, number>): AlertRule => ({
    id: record.id,
    ...withoutGone(record.settings, names),
    isDefault: record.defaultKey !== null,
    provisioned: record.provisioned,
    firing: parts.openCountOf(record.id),
    lastFiredAtMs: lastFired.get(record.id) ?? null,
  });

  const answer = async (record: RuleRecord): Promise<RuleAnswer> => ({
    serverNowMs: now(),
    rule: toRule(record, await parts.listLastFired()),
  });

  const find = (id: string): RuleRecord => {
    const record = records.find(id);
    if (record === undefined) throw new RequestError(404, "not_found", "There is no such rule.");
    return record;
  };

  const findOwn = (id: string): RuleRecord => {
    const record = find(id);
    if (!record.provisioned) return record;
    throw new RequestError(409, "provisioned", "This rule is declared in the provisioning file. Change it there.");
  };

  const assertFreeName = (name: string, id: string | null): void => {
    const holder = records.findByName(name);
    if (holder !== undefined && holder.id !== id) throw invalidField("name", "is the name of another rule");
  };

  /** @param settingsOf makes the new settings of the newest ones */
  const change = async (id: string, settingsOf: (before: RuleRecord) => RuleSettings, by: AuditActor) => {
    await records.save(() => {
      const before = findOwn(id);
      const settings = settingsOf(before);
      assertRule(settings, names);
      assertFreeName(settings.name, id);
      const record = { ...before, settings, updatedAtMs: now() };
      const changes = changesOf(before, record, names);
      return changes.length === 0 ? [] : [{ record, action: "rule.changed", changes }];
    }, by);
    return answer(find(id));
  };

  return {
    list: async () => {
      const lastFired = await parts.listLastFired();
      const rank = ({ defaultKey }: RuleRecord) => (defaultKey === null ? 1 : 0);
      const sorted = [...records.list()].sort((a, b) => rank(a) - rank(b));
      return { serverNowMs: now(), rules: sorted.map((record) => toRule(record, lastFired)) };
    },
    create: async (request, by) => {
      const id = randomUUID();
      const settings = completeRule(request);
      if (isSelfKind(settings.when))
        throw invalidField("when", "is of a kind that has one rule, which is there already");
      await records.save(() => {
        if (records.list().length >= MAX_RULES) {
          throw new RequestError(409, "too_many_rules", `There are ${MAX_RULES} rules already. Delete one first.`);
        }
        assertRule(settings, names);
        assertFreeName(settings.name, null);
        const atMs = now();
        const made = { id, defaultKey: null, settings, provisioned: false, createdAtMs: atMs, updatedAtMs: atMs };
        return [{ record: made, action: "rule.created", changes: changesOf(null, made, names) }];
      }, by);
      return answer(find(id));
    },
    update: (id, request, by) =>
      change(id, ({ settings }) => ({ ...withoutGone(settings, names), ...withoutUndefined(request) }), by),
    reset: (id, by) =>
      change(
        id,
        ({ defaultKey, settings }) => {
          const original = defaultSettingsOf(defaultKey);
          if (original === undefined) {
            throw new RequestError(409, "not_default", "Only a rule that was there from the beginning can be reset.");
          }
          // Its own name may be taken by now, and people know it by the one that it has.
          const isTaken = (records.findByName(original.name)?.id ?? id) !== id;
          return isTaken ? { ...original, name: settings.name } : original;
        },
        by,
      ),
    delete: async (id, by) => {
      await records.save(() => {
        const record = findOwn(id);
        if (record.defaultKey !== null) {
          throw new RequestError(409, "default_rule", "A default rule is not deleted. Pause it instead.");
        }
        return [{ record, action: "rule.deleted" }];
      }, by);
    },
    preview: async (request) => {
      const settings = completeRule(request);
      assertRule(settings, names);
      return parts.backtest(settings);
    },
  };
}

/** A field that is given as undefined is left out. */
const withoutUndefined = <T extends object>(request: T): { [F in keyof T]: Exclude<T[F], undefined> } =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as never;
