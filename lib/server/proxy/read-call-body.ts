/**
 * What recording a call needs of its body, of any length: whoever keeps it takes the keys out first and cuts it then,
 * for of a key that was cut nobody recognises the rest. The body itself is passed on as it came.
 */
export interface CallFields {
  readonly taskType: string | null;
  /** The host of `task.websiteURL`, no more of it. */
  readonly targetHost: string | null;
  readonly taskId: string | null;
}

export const NO_FIELDS: CallFields = { taskType: null, targetHost: null, taskId: null };

const MAX_URL_CHARS = 2_048;
/** An address up to behind its host, whatever follows. */
const WHOLE_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*[/?#\\]/i;

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** Of a long address only the beginning is read. */
function hostOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const address = value.slice(0, MAX_URL_CHARS);
  // What is cut within the credentials would make a host of them.
  if (address.length < value.length && !WHOLE_HOST.test(address)) return null;
  return URL.canParse(address) ? new URL(address).hostname || null : null;
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
