import { rawRoute } from "@/lib/server/http/route";
import { takeNextCall } from "@/lib/server/proxy/next-door";

export const POST = rawRoute({ access: "program" }, (request, { runtime, params }) =>
  takeNextCall(runtime, request, params.path ?? ""),
);
