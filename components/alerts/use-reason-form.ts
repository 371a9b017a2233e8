import { type SubmitEvent, useState } from "react";

/**
 * A form that asks for a reason: nothing is sent without one, nor twice.
 *
 * @param onSubmit gets the reason without spaces around it
 */
export function useReasonForm(isPending: boolean, onSubmit: (reason: string) => void) {
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  return {
    field: { value: reason, onChange: setReason, missing: isMissing && reason.trim() === "" },
    submit: (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault();
      if (isPending) return;
      const trimmed = reason.trim();
      setIsMissing(trimmed === "");
      if (trimmed !== "") onSubmit(trimmed);
    },
  };
}
