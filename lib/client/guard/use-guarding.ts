import { useAccounts } from "../accounts/accounts";
import { useGuard } from "./guard";
import type { Guarding } from "./hold-reach";

/** What the guard does for each account; null while that is not known. */
export function useGuarding(): Guarding | null {
  const mode = useGuard().data?.mode;
  const accounts = useAccounts().data?.accounts;
  return mode === undefined || accounts === undefined ? null : { mode, accounts };
}
