import { emptyQuery } from "@/lib/contracts/common";
import { endSessionsResponse, sessionListResponse } from "@/lib/contracts/session";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "person", query: emptyQuery, response: sessionListResponse }, (_query, parts) =>
  parts.services.me.listSessions(parts.actor, parts),
);

export const DELETE = changeRoute({ access: "person", response: endSessionsResponse }, async (_nothing, parts) => ({
  ended: await parts.services.me.endOtherSessions(parts.actor, parts),
}));
