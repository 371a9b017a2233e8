import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  // No contract takes fractions.
  number: "a whole number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const UNKNOWN = "is not valid";

function describeSize(origin: string, bound: string, size: number): string {
  if (origin === "string")
    return size === 1 && bound === "least" ? "must not be empty" : `must have at ${bound} ${size} characters`;
  if (origin === "array") return `must have at ${bound} ${size} ${size === 1 ? "entry" : "entries"}`;
  return `must be at ${bound} ${size}`;
}

/**
 * What is wrong with an input, to be read after the field's name. Only for what the contract has no words of its own:
 * given to a parse, zod asks the schema first.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected];
      if (issue.input === undefined) return "must be given";
      return kind === undefined ? UNKNOWN : `must be ${kind}`;
    }
    case "invalid_value":
      return issue.input === undefined ? "must be given" : `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return describeSize(issue.origin, "least", Number(issue.minimum));
    case "too_big":
      return describeSize(issue.origin, "most", Number(issue.maximum));
    case "unrecognized_keys":
      return `has a field that is not known here: ${issue.keys.join(", ")}`;
    default:
      return UNKNOWN;
  }
}
