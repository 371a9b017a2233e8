import { type CooldownKind, isCooldownKind, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { catalogueMessageKey } from "@/lib/domain/catalogue";
import { explainCode } from "../errors/error-detail";

/** The codes that a cooldown's kinds stand for, should an alert have come without one. */
const CODES: Readonly<Record<CooldownKind, string>> = {
  "ip-ban": "ERROR_IP_BANNED",
  "key-ban": "ERROR_KEY_BANNED",
  "wrong-key": "ERROR_KEY_DOES_NOT_EXIST",
  "zero-balance": "ERROR_ZERO_BALANCE",
};

/** Where the words stand that say what an alert means and what to do. */
export type Advice =
  | { readonly from: "catalogue"; readonly key: ReturnType<typeof catalogueMessageKey> }
  | { readonly from: "kind"; readonly kind: Exclude<RuleKind, CooldownKind | "new-code"> };

/** By the provider's code for what a code is all there is to; everything else by its kind. */
export function chooseAdvice(kind: RuleKind, code: string | null): Advice {
  if (isCooldownKind(kind)) return { from: "catalogue", key: explainCode(code ?? CODES[kind]).messageKey };
  if (kind === "new-code") return { from: "catalogue", key: explainCode(code ?? "").messageKey };
  return { from: "kind", kind };
}
