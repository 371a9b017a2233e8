import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import type { ProvisionedApiToken } from "@/lib/contracts/tokens";
import { createAuditRecord, listChanges, secretChange } from "../audit/audit-record";
import { createEventId } from "../event-id";
import { StartupError } from "../startup-error";
import { type ApiTokenChange, type ApiTokenRecord, noTokenHash } from "../store/api-tokens";
import { PROVISIONING } from "../team/actor";
import type { TokenRecords } from "../tokens/token-records";
import { hashToken } from "../tokens/token-text";

/** One declared token, and the one that is to become it; null for one that is to be made. */
interface PlannedToken {
  readonly known: ApiTokenRecord | null;
  readonly declared: ProvisionedApiToken;
  readonly tokenHash: string;
}

/**
 * What brings the API tokens in line with the provisioning file. They are matched by name: the same file twice changes
 * nothing the second time, and a token that the file no longer names is revoked. Changes nothing yet.
 *
 * @throws {StartupError} for a token that two names would share
 */
export function planTokens(
  declared: readonly ProvisionedApiToken[],
  records: TokenRecords,
  nowMs: number,
): ApiTokenChange[] {
  const matched = matchTokens(declared, records);
  return [...matched.flatMap((plan) => changeOf(plan, nowMs) ?? []), ...endOthers(matched, records, nowMs)];
}

/** Makes the planned changes, all or none. @returns how many tokens were made, changed and revoked */
export async function provisionTokens(
  plan: readonly ApiTokenChange[],
  records: TokenRecords,
): Promise<{ created: number; changed: number; revoked: number }> {
  await records.save(() => plan);
  const count = (action: AuditAction) => plan.filter(({ audit }) => audit?.action === action).length;
  return { created: count("token.created"), changed: count("token.changed"), revoked: count("token.revoked") };
}

function matchTokens(declared: readonly ProvisionedApiToken[], records: TokenRecords): PlannedToken[] {
  const names = new Map<string, string>();
  return declared.map((entry) => {
    const tokenHash = hashToken(entry.token);
    const twin = names.get(tokenHash);
    if (twin !== undefined) {
      throw new StartupError(
        `The provisioning file gives the token "${entry.name}" the text that "${twin}" has. Give each its own.`,
      );
    }
    names.set(tokenHash, entry.name);
    const known = records.list().find(({ provisioned, name }) => provisioned && name === entry.name) ?? null;
    return { known, declared: entry, tokenHash };
  });
}

/** Null when there is nothing to change. */
function changeOf(
  { known, declared: { name, role, token: text }, tokenHash }: PlannedToken,
  nowMs: number,
): ApiTokenChange | null {
  const tokenLast4 = text.slice(-4);
  if (known === null) {
    const token: ApiTokenRecord = {
      id: createEventId(nowMs),
      name,
      role,
      tokenHash,
      tokenLast4,
      provisioned: true,
      createdBy: PROVISIONING.name,
      createdById: null,
      createdAtMs: nowMs,
      expiresAtMs: null,
      revokedAtMs: null,
      lastUsedAtMs: null,
    };
    return tokenChange(token, "token.created", listChanges(null, token, ["name", "role"]), nowMs);
  }
  const token: ApiTokenRecord = { ...known, role, tokenHash, tokenLast4, revokedAtMs: null };
  const changes = [
    ...listChanges(known, token, ["role", "revokedAtMs"]),
    ...(known.tokenHash === tokenHash ? [] : [secretChange("token")]),
  ];
  return changes.length === 0 ? null : tokenChange(token, "token.changed", changes, nowMs);
}

/** Revokes what the file does not name any more. Nothing that is over keeps a text that the file gives to another name. */
function endOthers(planned: readonly PlannedToken[], records: TokenRecords, nowMs: number): ApiTokenChange[] {
  const kept = new Set(planned.map(({ known }) => known?.id));
  const takers = new Map(planned.map(({ tokenHash, declared }) => [tokenHash, declared.name]));
  return records
    .list()
    .filter(({ id }) => !kept.has(id))
    .flatMap((record): ApiTokenChange[] => {
      const taker = takers.get(record.tokenHash);
      const isOver = record.revokedAtMs !== null;
      if (taker !== undefined && !isOver && !record.provisioned) {
        throw new StartupError(
          `The provisioning file gives the token "${taker}" the text that "${record.name}" has, which was made in the browser. Revoke that one first.`,
        );
      }
      const tokenHash = taker === undefined ? record.tokenHash : noTokenHash(record.id);
      if (record.provisioned && !isOver) {
        return [tokenChange({ ...record, tokenHash, revokedAtMs: nowMs }, "token.revoked", [], nowMs)];
      }
      return taker === undefined ? [] : [{ token: { ...record, tokenHash }, audit: null }];
    });
}

const tokenChange = (
  token: ApiTokenRecord,
  action: "token.created" | "token.changed" | "token.revoked",
  changes: readonly AuditChange[],
  nowMs: number,
): ApiTokenChange => ({
  token,
  audit: createAuditRecord(
    PROVISIONING,
    { action, target: { kind: "token", id: token.id, name: token.name }, changes },
    nowMs,
  ),
});
