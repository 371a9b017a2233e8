import { emptyQuery } from "@/lib/contracts/common";
import { doneResponse, sessionResponse, signInRequest, signInResponse } from "@/lib/contracts/session";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "anyone", query: emptyQuery, response: sessionResponse }, (_query, parts) =>
  parts.services.signIn.describe(parts),
);

export const POST = changeRoute(
  { access: "anyone", body: signInRequest, response: signInResponse },
  (credentials, parts) => parts.services.signIn.signIn(credentials, parts),
);

export const DELETE = changeRoute({ access: "person", response: doneResponse }, async (_nothing, parts) => {
  await parts.services.signIn.signOut(parts.actor, parts);
  return { done: true };
});
