import {
  expectWire,
  readJsonRequest,
  readList,
  readObject,
  readText,
  readWebAddress,
  retryAfter,
  type ServiceWire,
  WireProblem,
} from "./wire";

const PATH =
  "/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=SigOfTheWorkflow_0123456789abcdefABCDEF";

const STYLES = ["default", "emphasis", "good", "attention", "warning", "accent"];

/** Adaptive Cards schema 1.4: the elements that Teams shows. */
function checkElement(value: unknown): void {
  const element = readObject(value, "an element");
  switch (element.type) {
    case "TextBlock":
      readText(element.text, "a text block", 10_000);
      return;
    case "RichTextBlock":
      for (const run of readList(element.inlines, "inlines", 100)) {
        const { type, text } = readObject(run, "a run");
        expectWire(type === "TextRun", `an inline is a ${type}`);
        readText(text, "a run", 10_000);
      }
      return;
    case "FactSet": {
      const facts = readList(element.facts, "facts", 100);
      expectWire(facts.length > 0, "a fact set is empty");
      for (const fact of facts) {
        const { title, value: said } = readObject(fact, "a fact");
        readText(title, "a fact's title", 10_000);
        readText(said, "a fact's value", 10_000);
      }
      return;
    }
    case "Container":
      expectWire(STYLES.includes(String(element.style)), `the style ${element.style}`);
      for (const item of readList(element.items, "items", 100)) checkElement(item);
      return;
    default:
      throw new WireProblem(`an element is of unknown type ${element.type}`);
  }
}

const ERRORS: Readonly<Record<number, string>> = {
  400: "WorkflowTriggerIsNotEnabled",
  401: "DirectApiAuthorizationRequired",
  404: "WorkflowNotFound",
  429: "WorkflowRequestsThrottled",
};

/**
 * Teams' workflows ("Create incoming webhooks with Workflows"): an Adaptive Card in an envelope, at most 28 KB
 * ("Microsoft Teams connector", message size), taken with 202.
 */
export const teamsWire: ServiceWire<"teams"> = {
  settings: (origin) => ({ url: `${origin}${PATH}` }),
  answer: (request) => {
    if (request.path !== PATH) return { ...teamsWire.fail(401, undefined), problem: "another address" };
    try {
      expectWire(request.raw.byteLength <= 28 * 1024, "more than 28 KB");
      const body = readJsonRequest(request);
      expectWire(body.type === "message", `the type ${body.type}`);
      const [attachment, ...others] = readList(body.attachments, "attachments", 1);
      expectWire(attachment !== undefined && others.length === 0, "not one attachment");
      const { contentType, content } = readObject(attachment, "the attachment");
      expectWire(contentType === "application/vnd.microsoft.card.adaptive", `the content type ${contentType}`);
      const card = readObject(content, "the card");
      expectWire(card.type === "AdaptiveCard", `the card's type ${card.type}`);
      expectWire(/^1\.[0-5]$/.test(String(card.version)), `the card's version ${card.version}`);
      for (const element of readList(card.body, "the card's body", 200)) checkElement(element);
      for (const action of readList(card.actions ?? [], "the card's actions", 6)) {
        const { type, title, url } = readObject(action, "an action");
        expectWire(type === "Action.OpenUrl", `an action is a ${type}`);
        readText(title, "an action's title", 100);
        readWebAddress(url, "an action's address", 4_000);
      }
      return { status: 202, body: "" };
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error;
      const status = error.message.includes("28 KB") ? 413 : 400;
      return {
        status,
        body: { error: { code: "TriggerInputSchemaMismatch", message: error.message } },
        problem: error.message,
      };
    }
  },
  fail: (status, retryAfterSeconds) => ({
    status,
    headers: retryAfter(retryAfterSeconds),
    body: { error: { code: ERRORS[status] ?? "InternalServerError", message: "The workflow did not run." } },
  }),
};
