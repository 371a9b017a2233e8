import type { Accounts, SandboxAccount } from "@/lib/sandbox/accounts";
import type { ErrorWeight } from "@/lib/sandbox/addresses";
import type { ResolvedOptions } from "@/lib/sandbox/options";
import type { JsonObject, SandboxReply } from "@/lib/sandbox/reply";
import type { Tasks } from "@/lib/sandbox/tasks";

/** What a method works on. */
export interface ProviderState {
  readonly options: ResolvedOptions;
  readonly accounts: Accounts;
  readonly tasks: Tasks;
}

/** One call of a known key that is neither banned nor from a banned address. */
export interface MethodCall {
  readonly account: SandboxAccount;
  readonly body: JsonObject;
  readonly nowMs: number;
}

/** A refusal: an error code and what its text and its consequences need. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: string;
  /** The field that the text names. */
  readonly field?: string;
  /** Instead of the provider's own text. */
  readonly description?: string;
  /** How it counts towards a ban; an ordinary error when left out. */
  readonly weight?: ErrorWeight;
  /** The ban that it starts: of the caller's address, or of the key. */
  readonly startsBan?: { readonly of: "address" | "key"; readonly seconds: number };
}

/** How a method ends: with a success's fields, with a refusal, or with a reply that is none of the protocol's. */
export type MethodOutcome =
  | { readonly kind: "done"; readonly fields: JsonObject; readonly delayMs?: number }
  | { readonly kind: "broken"; readonly reply: SandboxReply }
  | Refusal;

export function refuse(code: string, details: Omit<Refusal, "kind" | "code"> = {}): Refusal {
  return { kind: "refused", code, ...details };
}
