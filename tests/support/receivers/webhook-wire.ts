import { Webhook } from "standardwebhooks";
import { webhookPayload } from "@/lib/server/alerts/senders/webhook-payload";
import { expectWire, readJsonRequest, retryAfter, type ServiceWire, WireProblem } from "./wire";

const PATH = "/ban/hook-token-0123456789ABCDEF";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A receiver that checks with the reference library of Standard Webhooks, and the body against its own schema. */
export const webhookWire: ServiceWire<"webhook"> = {
  settings: (origin) => ({ url: `${origin}${PATH}`, secret: SECRET }),
  answer: (request) => {
    if (request.path !== PATH) return { status: 404, body: "no such hook", problem: "another address" };
    try {
      new Webhook(SECRET).verify(request.raw.toString("utf8"), { ...request.headers });
    } catch (error) {
      return { status: 401, body: "wrong signature", problem: (error as Error).message };
    }
    try {
      const read = webhookPayload.strict().safeParse(readJsonRequest(request));
      expectWire(read.success, read.error?.message ?? "");
      return { status: 204, body: "" };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { status: 400, body: "wrong payload", problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds) => ({
    status,
    headers: retryAfter(retryAfterSeconds),
    body: `status ${status}`,
  }),
};
