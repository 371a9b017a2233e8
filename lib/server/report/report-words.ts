import type { CooldownReport } from "@/lib/contracts/cooldowns";
import { sharePercent } from "@/lib/domain/ban-report/share-percent";
import { writeName } from "./markdown-text";

/** A program with its errors. */
export type Program = CooldownReport["before"]["byProgram"][number];

export const number = (value: number) => value.toLocaleString("en");
export const plural = (value: number, one: string, many: string) => `${number(value)} ${value === 1 ? one : many}`;
/** In UTC, to the second. */
export const instant = (atMs: number) => `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
/** A share in whole percent. */
export const percent = (part: number, whole: number) => `${sharePercent(part, whole)} %`;

/** A length for people, in whole seconds, rounded down. */
export function writeLength(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const units = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor((seconds % 86_400) / 3_600), "h"],
    [Math.floor((seconds % 3_600) / 60), "min"],
    [seconds % 60, "s"],
  ] as const;
  const shown = units.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return shown.length === 0 ? "0 s" : shown.join(" ");
}

/** Null stands for a name that is gone, or for no account at all. */
export function writeAccount(account: string | null, accountId: string | null): string {
  if (account !== null) return writeName(account);
  return accountId === null ? "no account of Banwatch" : "a removed account";
}

/** By its proxy key, or by the account whose own key it sends. */
export function writeProgram({ account, accountId, proxyKey, proxyKeyId }: Omit<Program, "errors">): string {
  if (proxyKeyId !== null) return proxyKey === null ? "a removed proxy key" : `key ${writeName(proxyKey)}`;
  return accountId === null ? "calls with an unknown key" : `the own key of ${writeAccount(account, accountId)}`;
}
