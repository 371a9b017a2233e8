/** What recording a call needs of its body. The body itself is passed on as it came. */
export interface CallFields {
  readonly taskType: string | null;
  /** The host of `task.websiteURL`, no more of it. */
  readonly targetHost: string | null;
  readonly taskId: string | null;
}

export const NO_FIELDS: CallFields = { taskType: null, targetHost: null, taskId: null };

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
 * Parses the body of a caller that is known, whatever its content type says: clients send JSON as text/plain, or name no
 * type at all.
 *
 * @param clientKey what the walk over the bytes found: should the parser see another key, the body is not trusted
 * @returns null when the body is not a JSON object
 */
export function readCallBody(bytes: Uint8Array, clientKey: string): CallFields | null {
  const json = new TextDecoder("utf-8").decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { clientKey: parsedKey, task, taskId } = value as Record<string, unknown>;
  if (parsedKey !== clientKey) return null;
  const { type, websiteURL } = (typeof task === "object" && task !== null ? task : {}) as Record<string, unknown>;
  return { taskType: text(type), targetHost: hostOf(websiteURL), taskId: taskIdOf(taskId, json) };
}
