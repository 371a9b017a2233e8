import { emptyQuery } from "@/lib/contracts/common";
import { meResponse, updateMeRequest } from "@/lib/contracts/session";
import { changeRoute, getRoute } from "@/lib/server/http/route";

export const GET = getRoute({ access: "person", query: emptyQuery, response: meResponse }, async (_query, parts) => ({
  viewer: await parts.services.me.get(parts),
}));

export const PATCH = changeRoute(
  { access: "person", body: updateMeRequest, response: meResponse },
  async ({ name }, parts) => ({ viewer: await parts.services.me.rename(name, parts.actor, parts) }),
);
