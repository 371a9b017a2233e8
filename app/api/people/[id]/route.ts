import { personResponse, updatePersonRequest } from "@/lib/contracts/people";
import { doneResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const PATCH = changeRoute(
  { access: "admin", body: updatePersonRequest, response: personResponse },
  async ({ role }, { services, params, actor }) => ({
    person: await services.people.changeRole(params.id ?? "", role, actor),
  }),
);

export const DELETE = changeRoute(
  { access: "admin", response: doneResponse },
  async (_nothing, { services, params, actor }) => {
    await services.people.remove(params.id ?? "", actor);
    return { done: true };
  },
);
