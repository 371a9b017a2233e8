import { useQuery } from "@tanstack/react-query";
import { accountsOptions } from "./accounts";

const ASK_AGAIN_MS = 2_000;

/**
 * All accounts, asked for every two seconds until the first call of one has come: the live stream may be cut off, and
 * somebody is waiting. A hidden tab does not ask.
 *
 * @param id the account that is waited for; null waits for none
 */
export function useAccountsUntilCalled(id: string | null) {
  return useQuery({
    ...accountsOptions(),
    refetchInterval: ({ state }) => {
      const account = state.data?.accounts.find((known) => known.id === id);
      return account !== undefined && account.archivedAtMs === null && account.firstCallAtMs === null
        ? ASK_AGAIN_MS
        : false;
    },
    refetchIntervalInBackground: false,
  });
}
