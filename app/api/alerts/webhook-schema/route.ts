import { webhookPayloadSchema } from "@/lib/server/alerts/senders/webhook-payload";
import { rawRoute } from "@/lib/server/http/route";

export const GET = rawRoute({ access: "viewer" }, async () => Response.json(webhookPayloadSchema()));
