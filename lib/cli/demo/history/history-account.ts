import type { CastMember } from "../cast";
import type { Program } from "../programs";
import { pickWeighted } from "../seeded-random";

/** A program as Banwatch knows it. */
export interface HistoryProgram {
  readonly program: Program;
  /** Null for a program that sends the account's own key. */
  readonly proxyKeyId: string | null;
}

/** A member of the cast as Banwatch knows it. */
export interface HistoryAccount {
  readonly id: string;
  readonly providerHost: string;
  readonly member: CastMember;
  readonly programs: readonly HistoryProgram[];
}

const mayCall = ({ program }: HistoryProgram, method: string) =>
  program.methods === undefined || program.methods.includes(method);

/** The programs that call a method, each with its share; the shares make 1. */
export function shareCalls(account: HistoryAccount, method: string): { caller: HistoryProgram; share: number }[] {
  const callers = account.programs.filter((caller) => mayCall(caller, method));
  const calls = callers.reduce((sum, { program }) => sum + program.calls, 0);
  return callers.map((caller) => ({ caller, share: caller.program.calls / calls }));
}

/** Whom an error meets: any call alike, or those of careless programs more often. */
export type Blame = "callers" | "careless";

/**
 * The program that a call comes from.
 *
 * @throws {RangeError} when no program of the account calls the method
 */
export function pickProgram(
  account: HistoryAccount,
  method: string,
  blame: Blame,
  random: () => number,
): HistoryProgram {
  const [first, ...rest] = shareCalls(account, method).map(({ caller, share }) => ({
    caller,
    weight: blame === "careless" ? share * caller.program.mistakes : share,
  }));
  if (first === undefined) throw new RangeError(`nobody calls ${method} of ${account.member.name}`);
  return pickWeighted([first, ...rest], random).caller;
}
