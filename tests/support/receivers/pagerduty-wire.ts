import {
  expectWire,
  readJsonRequest,
  readList,
  readObject,
  readOnly,
  readText,
  readWebAddress,
  retryAfter,
  type ServiceWire,
  WireProblem,
} from "./wire";

const ROUTING_KEY = "0123456789abcdef0123456789abcdef";

const SEVERITIES = ["critical", "error", "warning", "info"];

const invalid = (error: string) => ({
  status: 400,
  body: { status: "invalid event", message: "Event object is invalid", errors: [error] },
});

/** PagerDuty's Events API v2 ("Send an event", "Response codes & retry logic", PD-CEF). */
export const pagerDutyWire: ServiceWire<"pagerduty"> = {
  settings: (origin) => ({ baseUrl: origin, routingKey: ROUTING_KEY }),
  answer: (request) => {
    if (request.path !== "/v2/enqueue") return { status: 404, body: "Not Found", problem: "another address" };
    try {
      expectWire(request.raw.byteLength <= 512 * 1024, "more than 512 KB");
      const body = readJsonRequest(request);
      readOnly(
        body,
        "the event",
        ...["routing_key", "event_action", "dedup_key", "payload", "images", "links", "client", "client_url"],
      );
      expectWire(body.routing_key === ROUTING_KEY, "'routing_key' is invalid (must be 32 characters)");
      const action = body.event_action;
      expectWire(["trigger", "acknowledge", "resolve"].includes(String(action)), `'event_action' ${action}`);
      const key = readText(body.dedup_key, "'dedup_key'", 255);
      // Both name an alert that is there; what it is about was said when it was triggered.
      if (action !== "trigger") readOnly(body, `the event ${action}`, "routing_key", "event_action", "dedup_key");
      if (action === "trigger") {
        const payload = readObject(body.payload, "'payload'");
        readOnly(
          payload,
          "'payload'",
          ...["summary", "severity", "source", "timestamp", "component", "group", "class", "custom_details"],
        );
        readText(payload.summary, "'summary'", 1_024);
        readText(payload.source, "'source'", 1_024);
        expectWire(SEVERITIES.includes(String(payload.severity)), `'severity' ${payload.severity}`);
        expectWire(!Number.isNaN(Date.parse(String(payload.timestamp))), `'timestamp' ${payload.timestamp}`);
        for (const name of ["component", "group", "class"]) {
          if (payload[name] !== undefined) readText(payload[name], name, 1_024);
        }
        readObject(payload.custom_details, "'custom_details'");
      }
      if (body.client_url !== undefined) readWebAddress(body.client_url, "'client_url'", 4_000);
      for (const link of readList(body.links ?? [], "'links'", 50)) {
        const { href, text } = readObject(link, "a link");
        readWebAddress(href, "'href'", 4_000);
        readText(text, "a link's text", 1_024);
      }
      return { status: 202, body: { status: "success", message: "Event processed", dedup_key: key } };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { ...invalid(error.message), problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds) => ({
    status,
    headers: retryAfter(retryAfterSeconds),
    body:
      status === 400
        ? invalid("'routing_key' is invalid (must be 32 characters)").body
        : { status: status === 429 ? "throttle exceeded" : "error", message: `HTTP ${status}` },
  }),
};
