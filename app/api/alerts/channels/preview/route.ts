import { previewTemplatesRequest, previewTemplatesResponse } from "@/lib/contracts/alert-channels";
import { changeRoute } from "@/lib/server/http/route";

export const POST = changeRoute(
  { access: "admin", body: previewTemplatesRequest, response: previewTemplatesResponse },
  (request, { services }) => services.channels.preview(request),
);
