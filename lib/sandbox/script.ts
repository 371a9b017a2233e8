import type { DropPoint, JsonObject } from "@/lib/sandbox/reply";

/** One scripted answer. It is sent as it stands and changes nothing: no ban, no charge, no count of errors. */
export type ScriptedAnswer =
  | {
      readonly kind: "error";
      /** Any code, known or not. */
      readonly code: string;
      /** Default: the provider's own text for the code. */
      readonly description?: string;
      /** Default: as the provider's habits have it. */
      readonly errorId?: number | string;
      readonly httpStatus?: number;
      readonly banSeconds?: number;
    }
  | { readonly kind: "json"; readonly body: JsonObject; readonly httpStatus?: number }
  | {
      readonly kind: "raw";
      readonly body: string | Uint8Array;
      readonly httpStatus?: number;
      readonly contentType?: string;
    }
  | { readonly kind: "html"; readonly httpStatus?: number }
  | { readonly kind: "drop"; readonly when: DropPoint; readonly body?: string }
  /** The ordinary answer, late: use it with `delayMs`. */
  | { readonly kind: "ordinary" };

/** A scripted answer and the calls it is for. */
export interface ScriptEntry {
  readonly answer: ScriptedAnswer;
  /** Only calls of this method; any method when left out. */
  readonly method?: string;
  /** Only calls with this key; any key when left out. */
  readonly clientKey?: string;
  /** How many calls get it. Default 1; `Infinity` for all until the script is cleared. */
  readonly times?: number;
  readonly delayMs?: number;
}

interface Pending {
  readonly entry: ScriptEntry;
  left: number;
}

/** The queue of scripted answers: a call takes the first one that is meant for it. */
export class Script {
  #queue: Pending[] = [];

  /** How many entries are still waiting. */
  get length(): number {
    return this.#queue.length;
  }

  /**
   * Adds entries at the end.
   *
   * @throws {RangeError} if `times` is below 1 or `delayMs` is negative
   */
  append(entries: readonly ScriptEntry[]): void {
    this.#queue.push(...entries.map(toPending));
  }

  /** Puts one entry before all others; throws as `append` does. */
  prepend(entry: ScriptEntry): void {
    this.#queue.unshift(toPending(entry));
  }

  /** Takes the answer for a call, or undefined when the script has nothing for it. */
  take(method: string, clientKey: string | undefined): ScriptEntry | undefined {
    const index = this.#queue.findIndex(
      ({ entry }) =>
        (entry.method === undefined || entry.method === method) &&
        (entry.clientKey === undefined || entry.clientKey === clientKey),
    );
    const pending = this.#queue[index];
    if (!pending) return undefined;
    pending.left -= 1;
    if (pending.left <= 0) this.#queue.splice(index, 1);
    return pending.entry;
  }

  clear(): void {
    this.#queue = [];
  }
}

function toPending(entry: ScriptEntry): Pending {
  const left = entry.times ?? 1;
  if (!(left >= 1)) throw new RangeError(`times must be >= 1, got ${left}`);
  if (!((entry.delayMs ?? 0) >= 0)) throw new RangeError(`delayMs must be >= 0, got ${entry.delayMs}`);
  return { entry, left };
}
