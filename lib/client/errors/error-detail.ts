import type { Origin } from "@/lib/contracts/common";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { type CatalogueEntry, catalogueMessageKey, describeCode } from "@/lib/domain/catalogue";

/** What can be said of an error beyond the recorded facts. */
export interface ErrorExplanation {
  /** The key of title, meaning and next step in the messages `catalogue`. */
  readonly messageKey: ReturnType<typeof catalogueMessageKey>;
  /** The provider's documentation does not know the code, and we do not either. */
  readonly undocumented: boolean;
  /** Null where nothing is known, so that nothing is claimed. */
  readonly verdict: Pick<CatalogueEntry, "move" | "scope" | "severity" | "retryHelps"> | null;
}

/** Origins that are explained by themselves, under `own` in the messages `errors`. */
export type OwnOrigin = "transport" | "local";

/**
 * Whether an error is to be explained by its origin instead of its code.
 *
 * An answer of Banwatch borrows the provider's code with the nearest meaning, so what the catalogue says of the code is
 * not true of it. A held call repeats the ban that is running, and there it is.
 */
export function readOwnOrigin(origin: Origin): OwnOrigin | null {
  return origin === "transport" || origin === "local" ? origin : null;
}

/** @param code verbatim, of any kind */
export function explainCode(code: string): ErrorExplanation {
  const { move, scope, severity, retryHelps, bans } = describeCode(code);
  const messageKey = catalogueMessageKey(code);
  const undocumented = messageKey === "undocumented";
  return {
    messageKey,
    undocumented,
    verdict: undocumented && bans === "none" ? null : { move, scope, severity, retryHelps },
  };
}

const REPORT_PATH = /\/cooldowns\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The path of the report of the ban that a held call was held for; null when its text names none. Only the path is
 * taken: the address in the text may be one that a browser is not to be sent to.
 */
export function readReportPath({ origin, description }: Pick<ErrorEvent, "origin" | "description">): string | null {
  return origin === "held" ? (REPORT_PATH.exec(description)?.[0] ?? null) : null;
}

/** A recorded text, in the order in which the details list them. `copyable` is what one pastes elsewhere. */
export interface ErrorFact {
  readonly term: "account" | "proxyKey" | "method" | "taskType" | "targetHost" | "taskId" | "callerAddress" | "errorId";
  /** As recorded; null when the call did not have it. */
  readonly value: string | null;
  readonly copyable: boolean;
}

export function listErrorFacts(event: ErrorEvent): readonly ErrorFact[] {
  return [
    { term: "account", value: event.account, copyable: false },
    { term: "proxyKey", value: event.proxyKey, copyable: false },
    { term: "method", value: event.method, copyable: false },
    { term: "taskType", value: event.taskType, copyable: false },
    { term: "targetHost", value: event.targetHost, copyable: false },
    { term: "taskId", value: event.taskId, copyable: true },
    { term: "callerAddress", value: event.callerAddress, copyable: true },
    { term: "errorId", value: event.errorId, copyable: false },
  ];
}
