import { secondFactorRequest, signInResponse } from "@/lib/contracts/session";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "anyone", body: secondFactorRequest, response: signInResponse },
  (factor, parts) => parts.services.signIn.confirm(factor, parts),
);
