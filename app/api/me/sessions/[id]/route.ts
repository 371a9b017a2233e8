import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const DELETE = changeRoute({ access: "person", response: doneResponse }, async (_nothing, parts) => {
  await parts.services.me.endSession(parts.params.id ?? "", parts.actor);
  return { done: true };
});
