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

const TOPIC = "banwatch-alerts";
const TOKEN = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";

const fail = (http: number, code: number, error: string) => ({
  status: http,
  body: { code, http, error, link: "https://ntfy.sh/docs/publish/" },
});

const FAILURES: Readonly<Record<number, readonly [number, string]>> = {
  400: [40009, "invalid request: topic invalid"],
  401: [40101, "unauthorized"],
  403: [40301, "forbidden"],
  404: [40401, "page not found"],
  413: [41301, "message too large"],
  429: [42901, "limit reached: too many requests"],
  507: [50701, "cannot publish to UnifiedPush topic without previously active subscriber"],
};

/** ntfy ("Publish as JSON", "Authentication", "Limitations"). */
export const ntfyWire: ServiceWire<"ntfy"> = {
  settings: (origin) => ({ baseUrl: origin, topic: TOPIC, token: TOKEN }),
  answer: (request) => {
    if (request.path !== "/") return { ...fail(404, 40401, "page not found"), problem: "another address" };
    const { authorization } = request.headers;
    if (authorization !== `Bearer ${TOKEN}`) return { ...fail(401, 40101, "unauthorized"), problem: "not signed in" };
    try {
      const body = readJsonRequest(request);
      readOnly(
        body,
        "the message",
        ...["topic", "message", "title", "tags", "priority", "actions", "click", "attach", "markdown", "icon"],
        ...["filename", "delay", "email", "call"],
      );
      expectWire(body.topic === TOPIC, "topic invalid");
      const message = readText(body.message, "the message", 4_096);
      expectWire(Buffer.byteLength(message) <= 4_096, "the message has more than 4096 bytes");
      readText(body.title, "the title", 250);
      expectWire([1, 2, 3, 4, 5].includes(Number(body.priority)), `the priority ${body.priority}`);
      for (const tag of readList(body.tags, "tags", 20)) readText(tag, "a tag", 50);
      if (body.click !== undefined) readWebAddress(body.click, "click", 2_000);
      for (const value of readList(body.actions ?? [], "actions", 3)) {
        const { action, label, url } = readObject(value, "an action");
        expectWire(action === "view", `the action ${action}`);
        readText(label, "a label", 100);
        readWebAddress(url, "an action's address", 2_000);
      }
      return { status: 200, body: { ...body, id: "hwQ2YpKdmg", time: 1_700_000_000, event: "message" } };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      return { ...fail(400, 40024, "invalid request: request body must be valid JSON"), problem: error.message };
    }
  },
  fail: (status, retryAfterSeconds) => {
    const [code, error] = FAILURES[status] ?? [50001, "internal server error"];
    const headers = retryAfter(retryAfterSeconds);
    return { ...fail(status, code, error), headers };
  },
};
