import { rawRoute } from "@/lib/server/http/route";
import { returnFromIdentityProvider } from "@/lib/server/team/identity-provider-door";

export const GET = rawRoute({ access: "anyone" }, returnFromIdentityProvider);
