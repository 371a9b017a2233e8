import { rawRoute } from "@/lib/server/http/route";
import { startAtIdentityProvider } from "@/lib/server/team/identity-provider-door";

export const GET = rawRoute({ access: "anyone" }, startAtIdentityProvider);
