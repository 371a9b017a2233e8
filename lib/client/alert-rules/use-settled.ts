import { useEffect, useMemo, useState } from "react";

/** Long enough for the next key of a number, short enough to feel live. */
const SETTLE_MS = 400;

/** A value of plain data, once it has stayed the same for 400 ms. */
export function useSettled<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // As text, because the value is made anew at every render.
  return useMemo(() => JSON.parse(settled) as Value, [settled]);
}
