import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { catalogueMessageKey } from "@/lib/domain/catalogue";
import type { Words } from "./words";

/** Related providers call the same ban by other codes, and what to do is the same. */
const CODE_OF_BAN = {
  "ip-ban": "ERROR_IP_BANNED",
  "key-ban": "ERROR_KEY_BANNED",
  "wrong-key": "ERROR_KEY_DOES_NOT_EXIST",
  "zero-balance": "ERROR_ZERO_BALANCE",
} as const;

/** What to do: the catalogue's words for a code, and our own for what has none. */
export function adviceOf({ kind, facts }: Pick<AlertNotice, "kind" | "facts">, words: Words): string {
  const nextStep = (key: ReturnType<typeof catalogueMessageKey>) => words.catalogue(`${key}.nextStep`);
  switch (kind) {
    case "ip-ban":
    case "key-ban":
    case "wrong-key":
    case "zero-balance":
      return nextStep(CODE_OF_BAN[kind]);
    case "new-code":
      return nextStep(catalogueMessageKey(facts.code ?? ""));
    case "error-rate":
      // One code that the rule is narrowed to says more than errors of all kinds.
      return facts.code === null ? words.t("advice.error-rate") : nextStep(catalogueMessageKey(facts.code));
    default:
      return words.t(`advice.${kind}`);
  }
}
