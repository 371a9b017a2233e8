import { useMemo } from "react";
import { usePeriod } from "../clock/use-period";
import { assignCodeColours, colourOf } from "./code-colours";
import { useErrorFrequency } from "./errors";

/** The colour of a code on this page: the one that the chart of the page's period gives it. */
export function useCodeColour(): (code: string) => string {
  const [period] = usePeriod();
  const { data } = useErrorFrequency({ period });
  return useMemo(() => {
    const colours = assignCodeColours(data?.codes.map(({ code }) => code) ?? []);
    return (code) => colourOf(colours, code);
  }, [data?.codes]);
}
