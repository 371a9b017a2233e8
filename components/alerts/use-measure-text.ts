import { useFormatter, useTranslations } from "next-intl";
import { useAmount } from "@/components/overview/use-amount";
import { type Measured, readMeasure } from "@/lib/client/alerts/read-measure";
import type { Incident, PendingAlert } from "@/lib/contracts/incidents";

export interface MeasureText {
  /** What was measured: "41% of 120 calls failed". */
  readonly value: string;
  /** From where on it alerts: "alerts above 20%"; null where there is no number to name. */
  readonly limit: string | null;
}

/** What was measured of an alert, in words; null for what is either so or not. */
export function useMeasureText(): (of: Pick<Incident | PendingAlert, "kind" | "facts">) => MeasureText | null {
  const t = useTranslations("alerts.measure");
  const write = useMeasuredNumber();
  return ({ kind, facts }) => {
    const measured = readMeasure(kind, facts);
    if (measured === null) return null;
    const { side, threshold, calls } = measured;
    const value = write(measured, measured.value, measured.balance);
    return {
      value: t(kind, { value, calls: calls ?? 0, counted: calls === null ? "no" : "yes" }),
      limit: threshold === null ? null : t(side, { value: write(measured, threshold, null) }),
    };
  };
}

type NumberLook = Pick<Measured, "unit" | "balanceUnit">;

/** A number in the unit of its rule. @returns a function of the unit, the number, and the exact decimal where there is one */
export function useMeasuredNumber(): (look: NumberLook, value: number, exact: string | null) => string {
  const t = useTranslations("alerts.unit");
  const formatter = useFormatter();
  const amount = useAmount();
  return ({ unit, balanceUnit }, value, exact) => {
    if (unit === "share") return formatter.number(value, "percent");
    if (unit !== "balance") return t(unit, { value: formatter.number(value, { maximumFractionDigits: 1 }) });
    const shown = exact === null || balanceUnit === null ? null : amount(exact, balanceUnit);
    const figure = shown?.figure ?? formatter.number(value, { maximumFractionDigits: 4 });
    const name = shown?.unit ?? (balanceUnit === null ? null : amount("0", balanceUnit).unit);
    return name === null ? figure : `${figure} ${name}`;
  };
}
