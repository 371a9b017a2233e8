/** What identifying and recording a call needs of its body. The body itself is passed on as it came. */
export interface CallFields {
  readonly clientKey: string;
  readonly taskType: string | null;
  /** The host of `task.websiteURL`, no more of it. */
  readonly targetHost: string | null;
  readonly taskId: string | null;
}

export type CallBodyReading =
  | { readonly kind: "fields"; readonly fields: CallFields }
  | { readonly kind: "not-json" | "no-client-key" | "client-key-twice" };

const MAX_FIELD_CHARS = 100;
const MAX_HOST_CHARS = 253;

/** Text from a caller as it is kept: bounded and well formed, null when there is none. */
const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value.slice(0, MAX_FIELD_CHARS).toWellFormed() : null;

function hostOf(value: unknown): string | null {
  if (typeof value !== "string" || !URL.canParse(value)) return null;
  return new URL(value).hostname.slice(0, MAX_HOST_CHARS) || null;
}

/** Integer ids of more than 15 digits are rounded by the parser, so the digits are taken from the body itself. */
function taskIdOf(value: unknown, json: string): string | null {
  if (typeof value !== "number") return text(value);
  const digits = /"taskId"\s*:\s*(-?\d{1,40})\b/.exec(json)?.[1];
  return digits !== undefined && Number(digits) === value ? digits : String(value);
}

/**
 * Reads a call's body whatever its content type says: clients send JSON as text/plain, or name no type at all.
 *
 * A clientKey that stands twice at the top is refused: parsers disagree which one counts, so the provider could be
 * given another key than the one that was identified here.
 */
export function readCallBody(bytes: Uint8Array): CallBodyReading {
  const json = new TextDecoder("utf-8").decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: "not-json" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "not-json" };
  const { clientKey, task, taskId } = value as Record<string, unknown>;
  if (typeof clientKey !== "string" || clientKey === "") return { kind: "no-client-key" };
  if (countTopLevelKey(json, "clientKey") > 1) return { kind: "client-key-twice" };
  const { type, websiteURL } = (typeof task === "object" && task !== null ? task : {}) as Record<string, unknown>;
  return {
    kind: "fields",
    fields: {
      clientKey,
      taskType: text(type),
      targetHost: hostOf(websiteURL),
      taskId: taskIdOf(taskId, json),
    },
  };
}

/** How often `key` is a member of the outermost object. `json` must be valid. Linear in its length. */
function countTopLevelKey(json: string, key: string): number {
  // Most bodies name it once: then there is nothing to tell apart. An escaped spelling needs the walk as well.
  const first = json.indexOf(`"${key}"`);
  if (first !== -1 && json.indexOf(`"${key}"`, first + 1) === -1 && !json.includes("\\u")) return 1;
  let depth = 0;
  let found = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    else if (char === '"') {
      const end = endOfString(json, at);
      if (depth === 1 && isMemberName(json, end) && JSON.parse(json.slice(at, end + 1)) === key) found += 1;
      at = end;
    }
  }
  return found;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}

function isMemberName(json: string, endOfName: number): boolean {
  let at = endOfName + 1;
  while (json[at] === " " || json[at] === "\n" || json[at] === "\r" || json[at] === "\t") at += 1;
  return json[at] === ":";
}
