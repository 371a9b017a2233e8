import { isIPv6 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { RequestError } from "../request-error";

/** Attempts from one address in {@link WINDOW_S}, whatever they try: a team behind one address still gets in. */
const ATTEMPTS_PER_ADDRESS = 30;
/** Failed attempts for one account in {@link WINDOW_S}, from wherever. It counts for addresses that nobody has as well. */
const ATTEMPTS_PER_ACCOUNT = 10;
/** Changes that a person makes to themselves in {@link WINDOW_S}: each is a line in the audit log. */
const CHANGES_PER_PERSON = 30;
const WINDOW_S = 15 * 60;

/** Limits how often somebody may guess. An attempt is counted before it is checked, so that many at once gain nothing. */
export interface SignInLimits {
  /**
   * Counts an attempt.
   *
   * @param account what is being guessed at: an e-mail address, or a person's id
   * @throws {RequestError} 429, the same whether there is such an account or not
   */
  count(callerAddress: string | null, account: string | null): Promise<void>;
  /** Counts a change that somebody makes to themselves. @throws {RequestError} 429 */
  countChange(personId: string): Promise<void>;
  /** Takes back the attempt that succeeded, and forgets the failed ones at an account that was proved to be theirs. */
  forgive(callerAddress: string | null, account: string | null): Promise<void>;
}

/** One IPv6 customer has a whole /64, so that is what counts. */
function networkOf(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? "unknown";
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...new Array<string>(Math.max(0, missing)).fill("0"), ...after].slice(0, 4).join(":");
}

export function createSignInLimits(): SignInLimits {
  const byAddress = new RateLimiterMemory({ points: ATTEMPTS_PER_ADDRESS, duration: WINDOW_S });
  const byAccount = new RateLimiterMemory({ points: ATTEMPTS_PER_ACCOUNT, duration: WINDOW_S });

  const byPerson = new RateLimiterMemory({ points: CHANGES_PER_PERSON, duration: WINDOW_S });

  const consume = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      const { msBeforeNext } = refused as { msBeforeNext?: number };
      if (msBeforeNext === undefined) throw refused;
      const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
      const message = "Too many attempts. Wait a little, then try again.";
      throw new RequestError(429, "too_many_attempts", message, { retryAfterSeconds });
    }
  };

  return {
    count: async (callerAddress, account) => {
      await consume(byAddress, networkOf(callerAddress));
      if (account !== null) await consume(byAccount, account);
    },
    countChange: (personId) => consume(byPerson, personId),
    forgive: async (callerAddress, account) => {
      if (account !== null) await byAccount.delete(account);
      await byAddress.reward(networkOf(callerAddress), 1);
    },
  };
}
