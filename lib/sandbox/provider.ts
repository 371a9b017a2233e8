import { Accounts, toMicros } from "@/lib/sandbox/accounts";
import { Addresses } from "@/lib/sandbox/addresses";
import { createTask } from "@/lib/sandbox/create-task";
import { getTaskResult } from "@/lib/sandbox/get-task-result";
import type { MethodCall, MethodOutcome, ProviderState, Refusal } from "@/lib/sandbox/method-call";
import { type ResolvedOptions, resolveOptions, type SandboxOptions } from "@/lib/sandbox/options";
import {
  ReceivedCalls,
  type ReceivedCounts,
  type RecordedRequest,
  type SandboxRequest,
} from "@/lib/sandbox/received-calls";
import { delayReply, type JsonObject, type SandboxReply } from "@/lib/sandbox/reply";
import { ReplyWriter } from "@/lib/sandbox/reply-writer";
import { Script, type ScriptEntry } from "@/lib/sandbox/script";
import { type OutageKind, type Storm, Storms } from "@/lib/sandbox/storms";
import { Tasks } from "@/lib/sandbox/tasks";
import { isCallersFault } from "@/lib/sandbox/texts";

/** The address that `banAddress` and `liftAddressBan` mean when none is given: the loopback, where everything runs. */
const LOOPBACK = "127.0.0.1";

type Method = (call: MethodCall, state: ProviderState) => MethodOutcome;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["createTask", createTask],
  ["getTaskResult", getTaskResult],
  [
    "getBalance",
    ({ account }, { accounts }) => ({
      kind: "done",
      fields: { balance: accounts.shownBalance(account) },
    }),
  ],
  ["getSoftID", ({ account }) => ({ kind: "done", fields: { softID: softIdOf(account.clientKey) } })],
]);

/**
 * A simulated provider: the protocol's four methods, its twelve error codes by rule, and answers by script.
 *
 * It has no timers and reads no clock: the same calls at the same instants with the same randomness get the same
 * replies. Its memory is bounded. What decides a call, in this order: the script, an outage, the ban of the address,
 * a storm, the key, then the method's own rules.
 */
export class SandboxProvider {
  readonly #options: ResolvedOptions;
  readonly #accounts: Accounts;
  readonly #tasks: Tasks;
  readonly #addresses: Addresses;
  readonly #script = new Script();
  readonly #storms: Storms;
  readonly #received: ReceivedCalls;
  readonly #writer: ReplyWriter;

  /** @throws {RangeError} for a limit that makes no sense */
  constructor(options: SandboxOptions) {
    this.#options = resolveOptions(options);
    this.#accounts = new Accounts(this.#options);
    this.#tasks = new Tasks(this.#options);
    this.#addresses = new Addresses(this.#options);
    this.#storms = new Storms(this.#options.random);
    this.#received = new ReceivedCalls(this.#options.recentRequestsLimit);
    this.#writer = new ReplyWriter(this.#options);
  }

  /** Answers one call. Never throws, whatever the body is. */
  handle(request: SandboxRequest): SandboxReply {
    const nowMs = this.#options.now();
    const body = parseObject(request.body);
    const clientKey = typeof body?.clientKey === "string" ? body.clientKey : undefined;
    this.#received.record(request, clientKey, nowMs);
    for (const { clientKey: owner, priceMicros } of this.#tasks.settle(nowMs)) {
      const account = this.#accounts.find(owner);
      if (account) account.balanceMicros += priceMicros;
    }

    const scripted = this.#script.take(request.method, clientKey);
    if (!scripted) return this.#answer(request, body, nowMs);
    const reply =
      scripted.answer.kind === "ordinary" ? this.#answer(request, body, nowMs) : this.#writer.scripted(scripted.answer);
    return delayReply(reply, scripted.delayMs ?? 0);
  }

  /** Opens an account, or replaces it. `balance` is in points or dollars; throws a RangeError if it is negative. */
  addAccount({ clientKey, balance }: { readonly clientKey: string; readonly balance: number }): void {
    this.#accounts.add(clientKey, balance);
  }

  /** Sets a balance in points or dollars; throws a RangeError if it is negative or the key is unknown. */
  setBalance(clientKey: string, balance: number): void {
    this.#accounts.require(clientKey).balanceMicros = toMicros(balance);
  }

  /** The balance in points or dollars; throws a RangeError if the key is unknown. */
  getBalance(clientKey: string): number {
    return this.#accounts.shownBalance(this.#accounts.require(clientKey));
  }

  /** Bans a key, for good or for some seconds; throws a RangeError if it is unknown. */
  banKey(clientKey: string, seconds = Number.POSITIVE_INFINITY): void {
    this.#accounts.require(clientKey).bannedUntilMs = this.#options.now() + seconds * 1000;
  }

  /** Lifts the ban of a key, as support would; throws a RangeError if it is unknown. */
  unbanKey(clientKey: string): void {
    this.#accounts.require(clientKey).bannedUntilMs = 0;
  }

  /** Bans an address from now on, by default the loopback. */
  banAddress(seconds: number, address = LOOPBACK): void {
    this.#addresses.ban(address, seconds, this.#options.now());
  }

  /** Lifts the ban of an address, by default the loopback. */
  liftAddressBan(address = LOOPBACK): void {
    this.#addresses.lift(address);
  }

  /** When the ban of an address ends in UTC epoch milliseconds, or null when it is not banned. */
  addressBannedUntilMs(address = LOOPBACK): number | null {
    return this.#addresses.bannedUntilMs(address, this.#options.now());
  }

  /** Queues scripted answers after those that wait already. */
  script(entries: readonly ScriptEntry[]): void {
    this.#script.append(entries);
  }

  /** Scripts the answer to the next call that it is meant for, before all others that wait. */
  next(entry: ScriptEntry): void {
    this.#script.prepend(entry);
  }

  /** Forgets the scripted answers that still wait. */
  clearScript(): void {
    this.#script.clear();
  }

  /** Makes a share of calls fail with a code until an instant. */
  storm(storm: Storm): void {
    this.#storms.start(storm);
  }

  /** Ends all storms and the outage. */
  calm(): void {
    this.#storms.clear();
  }

  startOutage(kind: OutageKind): void {
    this.#storms.outage = kind;
  }

  stopOutage(): void {
    this.#storms.outage = null;
  }

  /** What was received since the start or the last `reset`. */
  get received(): ReceivedCounts {
    return this.#received.counts;
  }

  /** The last requests with their bytes and headers, oldest first. */
  get recentRequests(): readonly RecordedRequest[] {
    return this.#received.recent;
  }

  /** How much is remembered at the moment. */
  get memory(): { readonly tasks: number; readonly addresses: number; readonly accounts: number } {
    return { tasks: this.#tasks.size, addresses: this.#addresses.size, accounts: this.#accounts.size };
  }

  /** Forgets everything: accounts, tasks, bans, script, storms and counters. */
  reset(): void {
    const parts = [this.#accounts, this.#tasks, this.#addresses, this.#script, this.#storms, this.#received];
    for (const part of parts) part.clear();
  }

  #answer(request: SandboxRequest, body: JsonObject | null, nowMs: number): SandboxReply {
    const { method, callerAddress } = request;
    const outage = this.#storms.outage && this.#writer.outage(this.#storms.outage, method);
    if (outage) return outage;
    const banSeconds = this.#addresses.refuseBanned(callerAddress, nowMs);
    if (banSeconds !== null) return this.#writer.error("ERROR_IP_BANNED", { banSeconds });
    const storm = this.#storms.strike(method, nowMs);
    if (storm) {
      const refusal: Refusal = { kind: "refused", code: storm.code, description: storm.description };
      return storm.countsTowardsBan
        ? this.#refuse(refusal, callerAddress, undefined, nowMs)
        : this.#writer.error(storm.code, { description: storm.description });
    }
    const run = METHODS.get(method);
    if (!run) return this.#refuse({ kind: "refused", code: "ERROR_PAGE_NOT_FOUND" }, callerAddress, undefined, nowMs);
    const call = this.#identify(body, nowMs);
    if ("kind" in call) return this.#refuse(call, callerAddress, undefined, nowMs);
    const outcome = run(call, { options: this.#options, accounts: this.#accounts, tasks: this.#tasks });
    if (outcome.kind === "broken") return outcome.reply;
    if (outcome.kind === "refused") return this.#refuse(outcome, callerAddress, call, nowMs);
    return this.#writer.success(outcome.fields, outcome.delayMs);
  }

  #identify(body: JsonObject | null, nowMs: number): MethodCall | Refusal {
    if (!body) return { kind: "refused", code: "ERROR_BAD_REQUEST" };
    if (typeof body.clientKey !== "string" || body.clientKey === "") {
      return { kind: "refused", code: "ERROR_REQUIRED_FIELDS", field: "clientKey" };
    }
    const account = this.#accounts.find(body.clientKey);
    if (!account) return { kind: "refused", code: "ERROR_KEY_DOES_NOT_EXIST" };
    if (nowMs < account.bannedUntilMs) return { kind: "refused", code: "ERROR_KEY_BANNED" };
    return { account, body, nowMs };
  }

  #refuse(refusal: Refusal, address: string, call: MethodCall | undefined, nowMs: number): SandboxReply {
    const { code, field, description, startsBan } = refusal;
    if (startsBan?.of === "address") {
      this.#addresses.ban(address, startsBan.seconds, nowMs);
      return this.#writer.error(code, { description, banSeconds: startsBan.seconds });
    }
    if (startsBan?.of === "key" && call) call.account.bannedUntilMs = nowMs + startsBan.seconds * 1000;
    if (isCallersFault(code)) {
      const banSeconds = this.#addresses.countError(address, refusal.weight ?? "error", nowMs);
      if (banSeconds !== null) return this.#writer.error("ERROR_IP_BANNED", { banSeconds });
    }
    return this.#writer.error(code, { field, description });
  }
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** A number that stays the same for a key, as a developer's id does. */
function softIdOf(clientKey: string): number {
  let id = 0;
  for (const letter of clientKey) id = (id * 31 + (letter.codePointAt(0) ?? 0)) % 90_000;
  return 10_000 + id;
}
