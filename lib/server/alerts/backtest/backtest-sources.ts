import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import type { CallTotalStore } from "../../store/alerts/call-totals";
import type { CooldownSpanStore } from "../../store/alerts/cooldown-spans";
import type { BalanceSampleStore } from "../../store/balance-samples";
import type { RiskWarningStore } from "../../store/risk-warnings";
import type { OwnThresholds } from "../measure/measure-balance";
import type { ScopedAccount } from "../measure/rule-subjects";
import type { SeenCodes } from "../measure/seen-codes";
import type { BacktestRun } from "./backtest-run";

/** What is known of the past. */
export interface BacktestSources {
  readonly listAccounts: () => readonly ScopedAccount[];
  readonly thresholdsOf: (accountId: string) => OwnThresholds;
  readonly calls: CallTotalStore;
  readonly cooldownSpans: CooldownSpanStore;
  readonly samples: Pick<BalanceSampleStore, "listThinned" | "findFirstMs">;
  readonly warnings: Pick<RiskWarningStore, "listSince">;
  readonly seenCodes: Pick<SeenCodes, "list">;
}

/** The time that is looked back over. */
export interface BacktestSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** From here on minutes are known; before, only hours. A whole hour. */
  readonly fineFromMs: number;
}

/** Plays what the sources know of one kind of rule into a run. */
export type Play = (parts: {
  readonly settings: RuleSettings;
  readonly sources: BacktestSources;
  readonly span: BacktestSpan;
  readonly run: BacktestRun;
  /** To be awaited often: lets calls have their turn. @throws {RequestError} 503 when it takes too long */
  readonly breathe: () => Promise<void>;
}) => Promise<void>;
