import { webhookPayloadSchema } from "@/lib/server/alerts/channels/webhook-payload";
import { rawRoute } from "@/lib/server/http/route";

export const GET = rawRoute({ access: "viewer" }, async () => Response.json(webhookPayloadSchema()));
