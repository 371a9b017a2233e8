import type {
  BanCause,
  CooldownHistoryQuery,
  CooldownHistoryResponse,
  CooldownReport,
} from "@/lib/contracts/cooldowns";
import { costOfTasks } from "@/lib/domain/ban-report/task-price";
import { periodWindow } from "@/lib/domain/period";
import { CALLERS_IN_LIST, CALLERS_IN_REPORT, type ToCooldown } from "../guard/to-cooldown";
import { RequestError } from "../request-error";
import type { BanReportStore } from "../store/ban-report";
import type { CooldownRecord, CooldownStore } from "../store/cooldowns";
import { type BanEvidence, countEvidence, findTaskPrice, readEvidence } from "./ban-evidence";
import { writeMarkdown } from "./report-markdown";

export const CONTENT_TYPES = {
  json: "application/json; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
} as const;

/** A report as a file. */
export interface ReportFile {
  readonly filename: string;
  readonly text: string;
}

export interface ReportService {
  /** What led to a cooldown and how it went. @throws {RequestError} 404 when there is none with this id */
  get(id: string): Promise<CooldownReport>;
  /**
   * Counts what led to a cooldown and keeps it, unless that was done before. Call it a little after the opening, when
   * its errors are in the database. Never rejects: what could not be kept is counted when somebody reads it.
   */
  keepBefore(record: CooldownRecord): Promise<void>;
  /** Every cooldown that ran at some time of the period, the newest 500 of more; running ones as they are now. */
  getHistory(query: CooldownHistoryQuery): Promise<CooldownHistoryResponse>;
  /** @throws {RequestError} 404 when there is none with this id */
  export(id: string, format: keyof typeof CONTENT_TYPES): Promise<ReportFile>;
}

export interface ReportServiceParts {
  readonly cooldowns: Pick<CooldownStore, "find" | "listBetween" | "findBefore" | "saveBefore">;
  readonly report: BanReportStore;
  /** Running ones as they are in memory; the database is a little behind. */
  readonly findLive: (id: string) => CooldownRecord | null;
  readonly listLive: () => readonly CooldownRecord[];
  readonly toCooldown: ToCooldown;
  readonly nameOfAccount: (id: string) => string | null;
  /** The unit of the account's balance; null for an account that is gone. */
  readonly unitOfAccount: (id: string) => string | null;
  /** All accounts that call this address, archived ones included. */
  readonly listAccountIdsAt: (providerHost: string) => readonly string[];
  readonly labelOfProxyKey: (id: string) => string | null;
  /** Whether errors go straight into the database. While they wait elsewhere nothing that is counted is kept. */
  readonly isRecordingWell: () => boolean;
  /** Where people reach Banwatch, without a slash at the end: reports link to their pages. */
  readonly origin: string;
  readonly now: () => number;
  readonly onSaveFailed: (error: unknown) => void;
}

const MAX_HISTORY = 500;
const MAX_PROBES = 500;

/** By then the errors that came with a ban are in the database. */
const SETTLED_AFTER_MS = 1_000;

const isEnded = (record: CooldownRecord | null): record is CooldownRecord => record?.endedAtMs != null;

/** What has ended stays ended; until then the memory is ahead of the database. */
const newerOf = (stored: CooldownRecord | null, live: CooldownRecord | null): CooldownRecord | null =>
  isEnded(stored) ? stored : (live ?? stored);

const notFound = () =>
  new RequestError(404, "not_found", "There is no ban with this id. Its report may be older than is kept.");

export function createReportService(parts: ReportServiceParts): ReportService {
  const { cooldowns, report, toCooldown, now } = parts;
  const nameOf = (id: string | null) => (id === null ? null : parts.nameOfAccount(id));
  const labelOf = (id: string | null) => (id === null ? null : parts.labelOfProxyKey(id));
  const withNames = <P extends { accountId: string | null; proxyKeyId: string | null }>(program: P) => ({
    ...program,
    account: nameOf(program.accountId),
    proxyKey: labelOf(program.proxyKeyId),
  });

  const toCause = (cause: BanEvidence["cause"]): BanCause =>
    cause.kind === "none" ? cause : { ...cause, leader: cause.leader === null ? null : withNames(cause.leader) };

  /** What was kept, or is counted now; and kept, once all errors of that time are certain to be there. */
  const getEvidence = async (record: CooldownRecord): Promise<BanEvidence> => {
    const kept = readEvidence(await cooldowns.findBefore(record.id));
    if (kept !== null) return kept;
    const counted = await countEvidence(report, record, parts.listAccountIdsAt(record.providerHost));
    const isSettled = Math.abs(now() - record.startedAtMs) >= SETTLED_AFTER_MS && parts.isRecordingWell();
    // Without a single error its own reply is missing as well: the rows are not there yet, or no more.
    if (isSettled && counted.errors > 0) {
      await cooldowns.saveBefore(record.id, JSON.stringify(counted)).catch(parts.onSaveFailed);
    }
    return counted;
  };

  const findEvent = async (id: string | null) => {
    const event = id === null ? null : await report.findError(id);
    return event === null ? null : withNames(event);
  };

  const listRisked = async (record: CooldownRecord, { prices }: BanEvidence): Promise<CooldownReport["risked"]> => {
    const heldTasks = new Map<string, number>();
    for (const { accountId, method, held } of record.callers) {
      if (method === "createTask" && held > 0) heldTasks.set(accountId, held + (heldTasks.get(accountId) ?? 0));
    }
    const busiest = [...heldTasks].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, CALLERS_IN_REPORT);
    return Promise.all(
      busiest.map(async ([accountId, held]) => {
        const kept = prices.find((price) => price.accountId === accountId)?.pricePerTask;
        const pricePerTask = kept ?? (await findTaskPrice(report, accountId, record.startedAtMs));
        const amount = pricePerTask === null ? null : costOfTasks(pricePerTask, held);
        const unit = parts.unitOfAccount(accountId) ?? "units";
        return { accountId, account: nameOf(accountId), unit, heldTasks: held, pricePerTask, amount };
      }),
    );
  };

  const get = async (id: string): Promise<CooldownReport> => {
    const record = newerOf(await cooldowns.find(id), parts.findLive(id));
    if (record === null) throw notFound();
    const evidence = await getEvidence(record);
    const { fromMs, errors, byCode, byProgram, byTaskType, byTargetHost, firstId, lastId, cause } = evidence;
    const { probes, total } = await report.listProbes(id, MAX_PROBES);
    return {
      serverNowMs: now(),
      cooldown: toCooldown(record, CALLERS_IN_REPORT),
      before: {
        fromMs,
        toMs: record.startedAtMs,
        errors,
        byCode,
        byProgram: byProgram.map(withNames),
        byTaskType,
        byTargetHost,
        first: await findEvent(firstId),
        last: await findEvent(lastId),
      },
      cause: toCause(cause),
      probes: probes.map(({ cooldownId: _cooldownId, accountId, ...probe }) => ({
        ...probe,
        account: nameOf(accountId),
      })),
      probesTotal: total,
      risked: await listRisked(record, evidence),
    };
  };

  return {
    get,
    keepBefore: async (record) => {
      await getEvidence(record).catch(parts.onSaveFailed);
    },
    getHistory: async ({ period }) => {
      const { fromMs, toMs } = periodWindow(period, now());
      // One more than is shown tells whether there are more.
      const stored = await cooldowns.listBetween(fromMs, toMs, MAX_HISTORY + 1);
      const records = new Map(stored.map((record) => [record.id, record]));
      for (const live of parts.listLive()) {
        const newest = newerOf(records.get(live.id) ?? null, live);
        if (newest !== null && live.startedAtMs < toMs) records.set(live.id, newest);
      }
      const found = [...records.values()].sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : -1));
      return {
        serverNowMs: now(),
        fromMs,
        toMs,
        cooldowns: found.slice(0, MAX_HISTORY).map((record) => toCooldown(record, CALLERS_IN_LIST)),
        truncated: found.length > MAX_HISTORY,
      };
    },
    export: async (id, format) => {
      const found = await get(id);
      const day = new Date(found.cooldown.startedAtMs).toISOString().slice(0, 10);
      const name = `banwatch-ban-${day}-${found.cooldown.id.replace(/[^0-9a-zA-Z]/g, "").slice(0, 8)}`;
      return format === "json"
        ? { filename: `${name}.json`, text: `${JSON.stringify(found, null, 2)}\n` }
        : { filename: `${name}.md`, text: writeMarkdown(found, parts.origin) };
    },
  };
}
