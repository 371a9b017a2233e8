import type { Cooldown, CooldownReport, Probe } from "@/lib/contracts/cooldowns";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { type BeforeSpan, spanOf } from "@/lib/domain/ban-report/before-window";
import { foldProbes } from "@/lib/domain/ban-report/fold-probes";
import { escapeMarkdown, writeName, writeTable } from "./markdown-text";
import {
  instant,
  number,
  type Program,
  percent,
  plural,
  writeAccount,
  writeLength,
  writeProgram,
} from "./report-words";

function writeLeader(leader: Program | null, whole: number): string {
  if (leader === null || leader.errors > whole) return "";
  return leader.errors === whole
    ? `, all from ${writeProgram(leader)}`
    : `, ${percent(leader.errors, whole)} from ${writeProgram(leader)}`;
}

const SPANS: Readonly<Record<BeforeSpan, string>> = {
  lastMinute: "in the last minute",
  tenMinutes: "in the ten minutes before",
  sinceLast: "since the ban before it ended",
};

/** The cause in one sentence. */
function writeCause({ cause, before }: CooldownReport): string {
  const span = SPANS[spanOf(cause.kind === "none" ? "window" : cause.within, before)];
  switch (cause.kind) {
    case "empty-balance": {
      const calls = plural(cause.errors, "call", "calls");
      return `${calls} on an empty balance ${span}${writeLeader(cause.leader, cause.errors)}.`;
    }
    case "one-code": {
      const calls = plural(cause.errors, "call", "calls");
      return `${calls} answered with ${writeName(cause.code)} ${span}${writeLeader(cause.leader, cause.errors)}.`;
    }
    case "mixed": {
      const errors = plural(cause.ofErrors, "error", "errors");
      const leader = writeLeader(cause.leader, cause.ofErrors);
      return `${errors} with ${number(cause.codes)} codes ${span}, none of which makes half${leader}.`;
    }
    case "none":
      return `No other error came through Banwatch ${span}.`;
  }
}

const ENDS: Readonly<Record<NonNullable<Cooldown["endedHow"]>, string>> = {
  probe: "The provider answered a question of Banwatch's own normally again.",
  balance: "There was balance again.",
  time: "The time was over, and there was no account left to ask with.",
  person: "A person ended it.",
  "key-replaced": "The account's key was replaced.",
  archived: "The account was archived.",
};

const RUNS: Readonly<Record<Cooldown["state"], string>> = {
  cooling: "It is still running.",
  probing: "The time is over; Banwatch is asking the provider.",
  empty: "It is still running, until there is balance again.",
  blocked: "It is still running, until a person resumes it.",
};

function writeEnd(cooldown: Cooldown): string {
  const { endedAtMs, endedHow, endedBy, endReason, state, untilMs } = cooldown;
  if (endedAtMs === null) {
    return untilMs === null || state !== "cooling" ? RUNS[state] : `It is still running, until ${instant(untilMs)}.`;
  }
  const how =
    endedHow === "person" && endedBy !== null
      ? `${escapeMarkdown(endedBy)} ended it.`
      : endedHow === null
        ? "How was not kept."
        : ENDS[endedHow];
  const reason = endReason === null ? "" : ` The reason given: ${escapeMarkdown(endReason)}`;
  return `${instant(endedAtMs)}: ${how}${reason}`;
}

const COUNT = [
  { header: "Errors", numeric: true },
  { header: "Share", numeric: true },
] as const;

function writeShares<S extends { readonly errors: number }>(
  title: string,
  header: string,
  shares: readonly S[],
  all: number,
  nameOf: (share: S) => string,
): string[] {
  if (shares.length === 0) return [];
  const rows = shares.map((share) => [
    nameOf(share),
    number(share.errors),
    share.errors > all ? "" : percent(share.errors, all),
  ]);
  const rest = all - shares.reduce((sum, { errors }) => sum + errors, 0);
  if (rest > 0) rows.push(["all others", number(rest), percent(rest, all)]);
  return [`### ${title}`, writeTable([{ header }, ...COUNT], rows)];
}

const nameOrNone = ({ name }: { name: string }) => (name === "" ? "(none given)" : writeName(name));

function writeError(title: string, error: ErrorEvent | null): string[] {
  if (error === null) return [];
  const { atMs, code, method, description, targetHost } = error;
  const target = targetHost === null ? "" : `, target ${writeName(targetHost)}`;
  const words = description === "" ? "no description" : `“${escapeMarkdown(description)}”`;
  return [
    `- ${title}: ${instant(atMs)}, ${writeName(code)} to ${writeName(method)} from ${writeProgram(error)}${target}: ${words}`,
  ];
}

function writeBefore({ before, cooldown }: CooldownReport): string[] {
  const { errors, byCode, byProgram, byTaskType, byTargetHost, fromMs, toMs, first, last } = before;
  const isShortened = spanOf("window", before) === "sinceLast";
  const heading = [
    isShortened ? "## Since the ban before it ended" : "## The ten minutes before",
    `From ${instant(fromMs)} to ${instant(toMs)}.`,
  ];
  if (errors === 0) return [...heading, "No error of the provider is known of that time."];
  const ends = [...writeError("First error", first), ...writeError("Last error", last)];
  return [
    ...heading,
    `${plural(errors, "error", "errors")} of the provider, the reply that began it included, ${cooldown.isDrill ? "of the drill alone" : "without those of drills"}.`,
    ...writeShares("By code", "Code", byCode, errors, nameOrNone),
    ...writeShares("By program", "Program", byProgram, errors, writeProgram),
    ...writeShares("By task type", "Task type", byTaskType, errors, nameOrNone),
    ...writeShares("By target host", "Target host", byTargetHost, errors, nameOrNone),
    ...(ends.length === 0 ? [] : [ends.join("\n")]),
  ];
}

function writeHeld({ cooldown, risked }: CooldownReport): string[] {
  const { heldCalls, observedCalls, callers } = cooldown;
  const sentences = [
    `${plural(heldCalls, "call was", "calls were")} held, that is answered by Banwatch and not sent.`,
    ...(observedCalls > 0
      ? [`${plural(observedCalls, "call", "calls")} would have been held, but the guard only observed.`]
      : []),
  ];
  const tasks = risked.reduce((sum, { heldTasks }) => sum + heldTasks, 0);
  const isPriced = risked.some(({ amount }) => amount !== null);
  const rows = callers.map((caller) => [
    writeProgram(caller),
    writeAccount(caller.account, caller.accountId),
    writeName(caller.method),
    number(caller.held),
    number(caller.observed),
  ]);
  const columns = [
    { header: "Program" },
    { header: "Account" },
    { header: "Method" },
    { header: "Held", numeric: true },
    { header: "Would have held", numeric: true },
  ];
  const costs = risked.map(({ account, accountId, heldTasks, pricePerTask, amount, unit }) => [
    writeAccount(account, accountId),
    number(heldTasks),
    pricePerTask === null ? "not known" : `${pricePerTask} ${escapeMarkdown(unit)}`,
    amount === null ? "not known" : `${amount} ${escapeMarkdown(unit)}`,
  ]);
  const costColumns = [
    { header: "Account" },
    { header: "Tasks held", numeric: true },
    { header: "Price of a task before", numeric: true },
    { header: "Would have cost", numeric: true },
  ];
  return [
    "## While it ran",
    sentences.join(" "),
    ...(rows.length === 0 ? [] : [writeTable(columns, rows)]),
    ...(tasks > 0 && !isPriced ? [`${plural(tasks, "task was", "tasks were")} held; the price is not known.`] : []),
    ...(!isPriced ? [] : ["### What the held tasks would have cost", writeTable(costColumns, costs)]),
  ];
}

const VERDICTS = {
  over: "over: an ordinary answer",
  banned: "still banned",
  unknown: "no answer that tells",
  lost: "Banwatch was stopped meanwhile",
} as const;

function writeProbes(report: CooldownReport): string[] {
  if (report.probesTotal === 0) return ["## Probes", "Banwatch has not asked the provider."];
  const columns = [
    { header: "When" },
    { header: "Asked with" },
    { header: "Finding" },
    { header: "Answer" },
    { header: "Took", numeric: true },
  ];
  const write = ({ atMs, account, verdict, code, description, latencyMs }: Probe) => [
    instant(atMs),
    account === null ? "a removed account" : writeName(account),
    verdict === null ? "the answer is awaited" : VERDICTS[verdict],
    [code === null ? "" : writeName(code), escapeMarkdown(description ?? "")].filter(Boolean).join(" ") || "–",
    latencyMs === null ? "–" : `${number(latencyMs)} ms`,
  ];
  const { first, left, last } = foldProbes(report);
  const fold = left === 0 ? [] : [[`and ${number(left)} more`, "", "", "", ""]];
  return ["## Probes", writeTable(columns, [...first.map(write), ...fold, ...last.map(write)])];
}

/**
 * A report as a document to pass on: Markdown in plain English, every instant in UTC. Whatever a provider, a program or a
 * person wrote stands in it as text only.
 *
 * @param origin where people reach Banwatch, without a slash at the end; the link to the ban's page begins with it
 */
export function writeMarkdown(report: CooldownReport, origin: string): string {
  const { cooldown, serverNowMs } = report;
  const { code, providerName, providerHost, scope, account, accountId, startedAtMs, endedAtMs, isDrill } = cooldown;
  const whom =
    scope === "account"
      ? `the account ${writeAccount(account, accountId)}`
      : `the address that calls leave from, for every account at ${writeName(providerHost)}`;
  const until = endedAtMs === null ? `now (${instant(serverNowMs)})` : instant(endedAtMs);
  const length = writeLength((endedAtMs ?? serverNowMs) - startedAtMs);
  const words = escapeMarkdown(cooldown.description);
  const page = `${origin}/cooldowns/${encodeURIComponent(cooldown.id)}`;
  const parts = [
    `# ${isDrill ? "DRILL: " : ""}Ban report: ${writeName(code)} at ${escapeMarkdown(providerName)}`,
    ...(isDrill ? ["> **This was a drill**, a rehearsal through the sandbox. No provider banned anything."] : []),
    `**${writeCause(report)}**`,
    [
      `- Banned: ${whom}`,
      `- From ${instant(startedAtMs)} to ${until}: ${length}`,
      `- Ban replies: ${number(cooldown.errors)}`,
      `- ${endedAtMs === null ? "State" : "Ended"}: ${writeEnd(cooldown)}`,
      `- Its page: [${page}](${page})`,
    ].join("\n"),
    "The provider's own words:",
    words === "" ? "> (none)" : `> ${words}`,
    ...writeBefore(report),
    ...writeHeld(report),
    ...writeProbes(report),
    `_Written by Banwatch, ${instant(serverNowMs)}. Id of the ban: ${writeName(cooldown.id)}_`,
  ];
  return `${parts.join("\n\n")}\n`;
}
