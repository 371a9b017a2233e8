import type { ProvisionedProxyKey } from "@/lib/contracts/proxy-keys";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import { StartupError } from "../startup-error";
import type { ProxyKeyRecord } from "../store/proxy-keys";
import type { DeclaredFile } from "./read-provisioning-file";

/** One declared key, and the record that is to become it; null for one that is to be made. */
export interface PlannedProxyKey {
  readonly known: ProxyKeyRecord | null;
  readonly declared: ProvisionedProxyKey;
}

export interface ProxyKeyPlan {
  readonly declared: readonly PlannedProxyKey[];
  /** Keys that an earlier file declared and this one does not. */
  readonly released: readonly ProxyKeyRecord[];
}

/**
 * What brings the proxy keys in line with the provisioning file. A declared key is found by its text, whatever it was
 * called, so that it keeps what is attributed to it; else by its label, which then gets a new text. Changes nothing.
 *
 * @param accountNames of the accounts as they will be
 * @throws {StartupError} with file, line and field, for an account that is not there, a text that stands twice, or the
 *   text of a key that somebody revoked
 */
export function planProxyKeys(
  { proxyKeys, placeOf }: Pick<DeclaredFile, "proxyKeys" | "placeOf">,
  accountNames: ReadonlySet<string>,
  records: ProxyKeyRecords,
): ProxyKeyPlan {
  const labelsByText = new Map<string, string>();
  const sameTexts = proxyKeys.map(({ account, label, key }, index) => {
    const refuse = (field: string, why: string) => new StartupError(`${placeOf(["proxyKeys", index, field])} ${why}.`);
    if (!accountNames.has(account)) {
      throw refuse("account", `names "${account}", which is no account here: declare it under accounts as well`);
    }
    const twin = labelsByText.get(key);
    if (twin !== undefined) throw refuse("key", `is the text of "${twin}": give each key its own`);
    labelsByText.set(key, label);
    const known = records.findByKey(key) ?? null;
    // What the file itself let go may come back with it. What a person revoked may not.
    if (known !== null && known.revokedAtMs !== null && !known.provisioned) {
      throw refuse("key", "is a key that was revoked: make up a new one");
    }
    return known;
  });

  const taken = new Set(sameTexts.map((known) => known?.id));
  const findByLabel = (label: string): ProxyKeyRecord | null =>
    records.list().find((record) => isDeclared(record) && record.label === label && !taken.has(record.id)) ?? null;
  const declared = proxyKeys.map((entry, index) => ({
    known: sameTexts[index] ?? findByLabel(entry.label),
    declared: entry,
  }));
  const kept = new Set(declared.map(({ known }) => known?.id));
  return { declared, released: records.list().filter((record) => isDeclared(record) && !kept.has(record.id)) };
}

/** Whether the last file that was applied declares it. */
const isDeclared = ({ provisioned, revokedAtMs }: ProxyKeyRecord) => provisioned && revokedAtMs === null;
