import { describeCode, NO_CODE, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import type { SeenCodeRecord, SeenCodeStore } from "../../store/alerts/seen-codes";
import { type CodeMemory, createCodeMemory, MAX_CODES_OF_HOST } from "./code-memory";

/** A code that no catalogue knows, and when it came first. */
export interface SeenCode extends SeenCodeRecord {
  /** The provider's own words with it; null for one that came before the process began. */
  readonly description: string | null;
}

/** An error of the provider, as far as its code matters. */
export interface CodeSighting {
  readonly code: string;
  readonly description: string;
  readonly providerHost: string;
  readonly accountId: string | null;
  readonly atMs: number;
}

export interface SeenCodes {
  /**
   * Takes note of the code of a provider's error, no other: a few looks into maps for one that is known. A new one is
   * kept in the background, and of each provider's address a thousand in all. Never throws.
   */
  noteCode(sighting: CodeSighting): void;
  /** Those that no catalogue knows, in memory. */
  list(): readonly SeenCode[];
  /** Writes what still waits, and stops. */
  close(): Promise<void>;
}

const RETRY_MS = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Stands in the table since it was first opened. No provider's code is empty. */
const OPENED = "";
/** What tallies count codes beyond their limit as. */
const OTHER = "(other)";

/** Whether the catalogue tells what it means: then it is no news that it exists. */
function isInCatalogue(code: string): boolean {
  if (code === "" || code === OTHER || code === NO_CODE || code === UNREADABLE_REPLY_CODE) return true;
  const { documented, bans } = describeCode(code);
  return documented || bans !== "none";
}

function toRecord(seen: SeenCode | undefined): SeenCodeRecord[] {
  if (seen === undefined) return [];
  const { description: _, ...record } = seen;
  return [record];
}

/**
 * Opens the codes that came so far. What the tallies of the last two days hold beyond them came right before a crash: it
 * counts as seen now, so that it is told of. At the very first start everything in the tallies is old.
 *
 * @param parts.hostOf the provider's address of an account; null for one that is gone
 * @param parts.onNew told of a code that was never seen before, or was forgotten
 * @param parts.onFull told once of each address that has sent more codes than are kept
 * @param parts.onSaveFailed told when one could not be written; it is tried again
 */
export async function openSeenCodes(parts: {
  readonly store: SeenCodeStore;
  readonly hostOf: (accountId: string) => string | null;
  readonly now: () => number;
  readonly onNew: (code: SeenCode) => void;
  readonly onFull: (providerHost: string) => void;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<SeenCodes> {
  const { store, now } = parts;
  const stored = await store.list();
  const known = new Map<string, SeenCode>(stored.map((record) => [record.code, { ...record, description: null }]));
  const isFirstStart = !known.has(OPENED);
  const memories = new Map<string, CodeMemory>();
  const fullHosts = new Set<string>();
  let waiting = new Set<string>();
  let dropped: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const codesOf = (host: string): SeenCode[] =>
    [...known.values()].filter(({ code, providerHost }) => code !== OPENED && providerHost === host);

  const openMemory = (host: string): CodeMemory => {
    const lastMs = ({ firstSeenAtMs, cameAgainAtMs }: SeenCode) => cameAgainAtMs ?? firstSeenAtMs;
    const codes = codesOf(host).sort((a, b) => lastMs(a) - lastMs(b));
    const listed = (again: boolean) =>
      codes.filter(({ cameAgainAtMs }) => (cameAgainAtMs !== null) === again).map(({ code }) => code);
    return createCodeMemory({ once: listed(false), again: listed(true) });
  };

  const memoryOf = (host: string): CodeMemory => {
    const memory = memories.get(host) ?? openMemory(host);
    memories.set(host, memory);
    return memory;
  };

  const startedAtMs = now();
  const tallied = await store.listTallied(isFirstStart ? 0 : startedAtMs - 2 * DAY_MS);
  const room = new Map<string, number>();
  const hasRoom = (host: string): boolean => {
    const left = room.get(host) ?? MAX_CODES_OF_HOST - codesOf(host).length;
    room.set(host, left - 1);
    return left > 0;
  };
  const missed = tallied
    .filter(({ code }) => !known.has(code) && !isInCatalogue(code))
    .map(({ code, accountId, dayMs }) => ({
      code,
      providerHost: parts.hostOf(accountId) ?? "",
      accountId: accountId === "" ? null : accountId,
      firstSeenAtMs: isFirstStart ? dayMs : startedAtMs,
      cameAgainAtMs: null,
    }))
    // Beyond what is kept it was dropped, and is no news.
    .filter(({ providerHost }) => hasRoom(providerHost));
  const opened = { code: OPENED, providerHost: "", accountId: null, firstSeenAtMs: startedAtMs, cameAgainAtMs: null };
  const added = isFirstStart ? [opened, ...missed] : missed;
  if (added.length > 0) await store.save(added);
  for (const record of added) known.set(record.code, { ...record, description: null });

  const writeOnce = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const [batch, gone] = [waiting, dropped];
    waiting = new Set();
    dropped = [];
    try {
      // What came and went, or went and came, while it waited is as it is now.
      await store.save(
        [...batch].flatMap((code) => toRecord(known.get(code))),
        gone.filter((code) => !known.has(code)),
      );
    } catch (error) {
      waiting = new Set([...batch, ...waiting]);
      dropped = [...gone, ...dropped];
      parts.onSaveFailed(error);
      timer ??= setTimeout(() => {
        timer = null;
        void write();
      }, RETRY_MS);
      timer.unref();
    }
  };

  const write = (): Promise<void> => {
    writing = writing.then(writeOnce);
    return writing;
  };

  const noteAgain = (seen: SeenCode, atMs: number): void => {
    memoryOf(seen.providerHost).touch(seen.code);
    // Calls come by the hundred: about when is enough to tell after a restart which codes a provider really has.
    if (seen.cameAgainAtMs !== null && Math.abs(atMs - seen.cameAgainAtMs) < HOUR_MS) return;
    known.set(seen.code, { ...seen, cameAgainAtMs: atMs });
    waiting.add(seen.code);
    void write();
  };

  return {
    noteCode: ({ code, description, providerHost, accountId, atMs }) => {
      if (code === OPENED) return;
      const seen = known.get(code);
      if (seen !== undefined) return noteAgain(seen, atMs);
      if (isInCatalogue(code)) return;
      const oldest = memoryOf(providerHost).add(code, atMs);
      if (oldest !== null && !fullHosts.has(providerHost)) {
        fullHosts.add(providerHost);
        parts.onFull(providerHost);
      }
      if (oldest === "full") return;
      const record = { code, providerHost, accountId, firstSeenAtMs: atMs, cameAgainAtMs: null };
      known.set(code, { ...record, description });
      waiting.add(code);
      if (oldest !== null) {
        known.delete(oldest);
        dropped.push(oldest);
      }
      void write();
      parts.onNew({ ...record, description });
    },
    list: () => [...known.values()].filter(({ code }) => code !== OPENED),
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      await write();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
