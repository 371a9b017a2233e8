import { rawRoute } from "@/lib/server/http/route";
import { RequestError } from "@/lib/server/request-error";

/** Programs read JSON: without this a misspelt path is answered with a page. */
const nothing = rawRoute({ access: "anyone" }, async () => {
  throw new RequestError(404, "not_found", "There is nothing at this path of the API.");
});

export { nothing as DELETE, nothing as GET, nothing as OPTIONS, nothing as PATCH, nothing as POST, nothing as PUT };
