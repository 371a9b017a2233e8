import { useEffect, useState } from "react";

/**
 * A value once it has stopped changing, so that not every key asks a server.
 *
 * @param value compared by what it says, not by which object it is
 * @param afterMs how long it must stay the same
 */
export function useSettled<Value>(value: Value, afterMs: number): Value {
  const written = JSON.stringify(value);
  const [settled, setSettled] = useState(written);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(written), afterMs);
    return () => clearTimeout(timer);
  }, [written, afterMs]);
  return JSON.parse(settled) as Value;
}
