import { randomUUID } from "node:crypto";
import type {
  CreateMaintenanceRequest,
  Maintenance,
  MaintenanceListResponse,
  MaintenancePreviewResponse,
  MaintenanceSchedule,
  UpdateMaintenanceRequest,
} from "@/lib/contracts/maintenance";
import { maintenanceProblem, nextMaintenances, runningMaintenance } from "@/lib/domain/maintenance-times";
import { invalidField } from "../../accounts/invalid-field";
import { RequestError } from "../../request-error";
import type { MaintenanceRecord } from "../../store/alerts/maintenances";
import type { AuditActor } from "../../team/actor";
import { changesOf } from "./maintenance-audit";
import type { MaintenanceRecords } from "./maintenance-records";

/** One maintenance, and the instant that its times are to be read against. */
export interface MaintenanceAnswer {
  readonly serverNowMs: number;
  readonly maintenance: Maintenance;
}

export interface MaintenanceService {
  /** Those that run before those that come, before those that are over or switched off. */
  list(): MaintenanceListResponse;
  /** @throws {RequestError} 400 naming the field, 409 for one too many */
  create(request: CreateMaintenanceRequest, by: AuditActor): Promise<MaintenanceAnswer>;
  /** What the request leaves out stays. @throws {RequestError} 404, 400, or 409 when the provisioning file declares it */
  update(id: string, request: UpdateMaintenanceRequest, by: AuditActor): Promise<MaintenanceAnswer>;
  /** @throws {RequestError} 404, or 409 when the provisioning file declares it */
  delete(id: string, by: AuditActor): Promise<void>;
  /** When a schedule would be. @throws {RequestError} 400 for one that never is */
  preview(request: { readonly schedule: MaintenanceSchedule }): MaintenancePreviewResponse;
}

/** Each is looked at for every incident. */
export const MAX_MAINTENANCES = 200;

const NEXT_SHOWN = 3;

/** @param parts.mutingOf how many incidents a maintenance keeps quiet now */
export function createMaintenanceService(parts: {
  readonly records: MaintenanceRecords;
  /** Null for an account that does not exist. */
  readonly nameOfAccount: (id: string) => string | null;
  readonly mutingOf: (maintenanceId: string) => number;
  readonly now: () => number;
}): MaintenanceService {
  const { records, nameOfAccount, now } = parts;

  const timesOf = (schedule: MaintenanceSchedule, nowMs: number) => ({
    running: runningMaintenance(schedule, nowMs),
    next: nextMaintenances(schedule, nowMs, NEXT_SHOWN),
  });

  const toMaintenance = (record: MaintenanceRecord, nowMs: number): Maintenance => {
    const { createdAtMs: _, updatedAtMs: __, ...rest } = record;
    const times = record.enabled ? timesOf(record.schedule, nowMs) : { running: null, next: [] };
    return { ...rest, ...times, muting: parts.mutingOf(record.id) };
  };

  const answer = (record: MaintenanceRecord): MaintenanceAnswer => {
    const serverNowMs = now();
    return { serverNowMs, maintenance: toMaintenance(record, serverNowMs) };
  };

  const find = (id: string): MaintenanceRecord => {
    const record = records.find(id);
    if (record === undefined) throw new RequestError(404, "not_found", "There is no such maintenance.");
    return record;
  };

  const findOwn = (id: string): MaintenanceRecord => {
    const record = find(id);
    if (!record.provisioned) return record;
    throw new RequestError(
      409,
      "provisioned",
      "This maintenance is declared in the provisioning file. Change it there.",
    );
  };

  const assertSchedule = (schedule: MaintenanceSchedule): void => {
    const problem = maintenanceProblem(schedule);
    if (problem !== null) throw invalidField("schedule", problem);
  };

  const assertFits = ({ id, name, schedule, scope }: MaintenanceRecord): void => {
    assertSchedule(schedule);
    const holder = records.findByName(name);
    if (holder !== undefined && holder.id !== id) throw invalidField("name", "is the name of another maintenance");
    if (scope.accountIds.some((accountId) => nameOfAccount(accountId) === null)) {
      throw invalidField("scope.accountIds", "names what is not the id of an account");
    }
  };

  return {
    list: () => {
      const serverNowMs = now();
      const rank = ({ running, next }: Maintenance) => (running !== null ? 0 : next.length > 0 ? 1 : 2);
      const beginOf = ({ running, next }: Maintenance) => (running ?? next[0])?.fromMs ?? 0;
      const maintenances = records.list().map((record) => toMaintenance(record, serverNowMs));
      return {
        serverNowMs,
        maintenances: maintenances.sort((a, b) => rank(a) - rank(b) || beginOf(a) - beginOf(b)),
      };
    },
    create: async ({ name, schedule, scope, enabled }, by) => {
      const id = randomUUID();
      await records.save(() => {
        if (records.list().length >= MAX_MAINTENANCES) {
          const message = `There are ${MAX_MAINTENANCES} maintenances already. Delete one first.`;
          throw new RequestError(409, "too_many_maintenances", message);
        }
        const atMs = now();
        const kept = { createdBy: by.name, createdAtMs: atMs, updatedAtMs: atMs };
        const record = { id, name, schedule, scope, enabled, provisioned: false, ...kept };
        assertFits(record);
        return [{ record, action: "maintenance.created", changes: changesOf(null, record, nameOfAccount) }];
      }, by);
      return answer(find(id));
    },
    update: async (id, request, by) => {
      await records.save(() => {
        const before = findOwn(id);
        const record: MaintenanceRecord = {
          ...before,
          name: request.name ?? before.name,
          schedule: request.schedule ?? before.schedule,
          scope: request.scope ?? before.scope,
          enabled: request.enabled ?? before.enabled,
          updatedAtMs: now(),
        };
        assertFits(record);
        const changes = changesOf(before, record, nameOfAccount);
        return changes.length === 0 ? [] : [{ record, action: "maintenance.changed", changes }];
      }, by);
      return answer(find(id));
    },
    delete: async (id, by) => {
      await records.save(() => [{ record: findOwn(id), action: "maintenance.deleted" }], by);
    },
    preview: ({ schedule }) => {
      assertSchedule(schedule);
      const serverNowMs = now();
      return { serverNowMs, ...timesOf(schedule, serverNowMs) };
    },
  };
}
