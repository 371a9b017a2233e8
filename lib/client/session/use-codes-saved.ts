import { useState } from "react";

export interface CodesSaved {
  readonly saved: boolean;
  readonly isMissing: boolean;
  setSaved(saved: boolean): void;
  /** Whether one may go on. Says so on the screen if not. */
  passes(): boolean;
  reset(): void;
}

/** Whether somebody has said that the codes, which are shown once, are in a safe place. */
export function useCodesSaved(): CodesSaved {
  const [saved, setSaved] = useState(false);
  const [isMissing, setMissing] = useState(false);
  return {
    saved,
    isMissing,
    setSaved: (next) => {
      setSaved(next);
      setMissing(false);
    },
    passes: () => {
      setMissing(!saved);
      return saved;
    },
    reset: () => {
      setSaved(false);
      setMissing(false);
    },
  };
}
