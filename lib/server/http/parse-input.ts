import { z } from "zod";
import { RequestError } from "../request-error";
import { describeIssue } from "./describe-issue";

/** Zod compares the `length` of what should be a text, and throws when that is an object without a value of its own. */
function safeParse<S extends z.ZodType>(schema: S, value: unknown): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(value, { error: describeIssue });
  } catch (error) {
    if (error instanceof TypeError) throw new RequestError(400, "invalid_request", "The request is not valid.");
    throw error;
  }
}

/** @throws {RequestError} 400 naming each field that is wrong, in words for people */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }));
  const [first] = fields;
  const message =
    first === undefined ? "The request is not valid." : `${first.field || "The request"} ${first.message}`;
  throw new RequestError(400, "invalid_request", message, { fields });
}

/** The parameters of an address. @throws {RequestError} as `parseInput` does */
export const readQuery = <S extends z.ZodType>(schema: S, url: string): z.output<S> =>
  parseInput(schema, Object.fromEntries(new URL(url).searchParams));

/**
 * A misspelt filter that is ignored would show everything and look like an answer. Routes without a query take whatever
 * comes: monitors add marks of their own to the address.
 */
export function assertKnownQuery(schema: z.ZodType | undefined, url: string): void {
  if (!(schema instanceof z.ZodObject)) return;
  const known = Object.keys(schema.shape);
  if (known.length === 0) return;
  const unknown = [...new Set(new URL(url).searchParams.keys())].filter((name) => !known.includes(name));
  const [first] = unknown;
  if (first === undefined) return;
  const message = `is no parameter of this route; it takes ${known.join(", ")}`;
  throw new RequestError(400, "invalid_request", `${first} ${message}`, {
    fields: unknown.map((field) => ({ field, message })),
  });
}
