import { useMutation, useQueryClient } from "@tanstack/react-query";
import { doneResponse } from "@/lib/contracts/session";
import { sendJson } from "../api/fetch-json";

/** Sends a message that was given up once more. What is shown of alerts is brought up to date, also after a refusal. */
export function useResendDelivery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ incidentId, deliveryId }: { incidentId: string; deliveryId: string }) => {
      const [incident, delivery] = [incidentId, deliveryId].map(encodeURIComponent);
      return sendJson("POST", `/api/alerts/${incident}/deliveries/${delivery}/resend`, undefined, doneResponse);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["alerts"] }),
  });
}
