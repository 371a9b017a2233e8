import fc from "fast-check";
import { type ZodType, z } from "zod";

type Schema = z.core.JSONSchema.JSONSchema;

/** Values that mean something to an installation, by the name of the field that takes them: ids, tokens, passwords. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** Texts that programs trip over. */
const HOSTILE_TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "line\r\nset-cookie: a=b",
  "\u2028\u202e",
  "\ud800",
  "half \udfff of a character",
  "\u{10ffff}",
  "NaN",
  "-Infinity",
  "1e999",
  "-1",
  "0x10",
  "9".repeat(400),
  "null",
  "undefined",
  "[object Object]",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "' OR 1=1 --",
  "%",
  "%00",
  "%s%n",
  "../../..",
  "\\\\host\\share",
  "<img src=x onerror=alert(1)>",
  "=1+1",
  "{{7*7}}",
  "x".repeat(5_000),
  "\u{1f469}\u200d\u{1f680}".repeat(60),
];

/** Looks as if it had a length, which cannot be compared with a number. */
const LENGTHLESS = { length: { valueOf: 1, toString: 1 } };

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

/** Any text at all: control characters, lone surrogates, none, thousands of characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: codeUnit, maxLength: 80 }),
);

const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const anyName = fc.oneof(fc.constantFrom("__proto__", "constructor", "toString", "length", "0", "$ref"), anyText);

/** Any JSON value, members with treacherous names among them. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom<unknown>(null, true, false, [], {}, LENGTHLESS),
    anyText,
    anyNumber,
    fc.array(tie("value"), { maxLength: 4 }),
    // Object.fromEntries makes "__proto__" a member like any other, as JSON.parse does.
    fc.array(fc.tuple(anyName, tie("value")), { maxLength: 4 }).map(Object.fromEntries),
  ),
})).value;

/** The longest text or list that is tried where the contract sets no limit. */
const UNLIMITED = 300;

function fittingText({ pattern, minLength = 0, maxLength = UNLIMITED }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const long = Math.max(minLength, maxLength);
  const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(long, UNLIMITED)) });
  return fc.oneof({ weight: 4, arbitrary: plain }, fc.constantFrom("x".repeat(minLength), "x".repeat(long)));
}

function fittingNumber({ type, minimum, maximum }: Schema): fc.Arbitrary<number> {
  const min = Math.ceil(minimum ?? -1_000);
  const max = Math.floor(maximum ?? 1_000);
  const whole = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
  return type === "integer" ? whole : fc.oneof(whole, anyNumber);
}

/** What fits the schema, as far as a schema says it: rules in code (an address, an e-mail) come from `known` alone. */
function fitting(schema: Schema, name: string, known: Known): fc.Arbitrary<unknown> {
  const values = Object.hasOwn(known, name) ? (known[name] ?? []) : [];
  const byType = fittingType(schema, name, known);
  return values.length === 0 ? byType : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, byType);
}

function fittingType(schema: Schema, name: string, known: Known): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom<unknown>(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => fitting(choice as Schema, name, known)));
  switch (schema.type) {
    case "object":
      return fittingObject(schema, known);
    case "array": {
      const { minItems = 0, maxItems = 20, items = {} } = schema;
      return fc.array(fitting(items as Schema, name, known), { minLength: minItems, maxLength: maxItems });
    }
    case "string":
      return fittingText(schema);
    case "integer":
    case "number":
      return fittingNumber(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return anyJson;
  }
}

function fittingObject({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<object> {
  const members = Object.entries(properties).map(([name, member]) => {
    const present = fitting(member as Schema, name, known).map((value) => [[name, value] as const]);
    return required.includes(name) ? present : fc.oneof(present, fc.constant([]));
  });
  return fc.tuple(...members).map((entries) => Object.fromEntries(entries.flat()));
}

/** At the limits of a member and one beyond them, or something else altogether. */
function beyond(schema: Schema): fc.Arbitrary<unknown> {
  const { minLength, maxLength, maxItems, minimum, maximum } = schema;
  const limits: unknown[] = [];
  if (minLength !== undefined && minLength > 0) limits.push("x".repeat(minLength - 1), " ".repeat(minLength));
  if (maxLength !== undefined) limits.push("x".repeat(maxLength + 1), "\u{1f600}".repeat(maxLength));
  if (maxItems !== undefined) limits.push(new Array(maxItems + 1).fill("createTask"), []);
  if (minimum !== undefined) limits.push(minimum - 1, String(minimum), minimum + 0.5);
  if (maximum !== undefined) limits.push(maximum + 1, maximum * 2);
  const other = fc.oneof(anyText, anyJson, fc.constant(LENGTHLESS));
  return limits.length === 0 ? other : fc.oneof(fc.constantFrom(...limits), other);
}

const namesOf = (schema: Schema): Record<string, Schema> =>
  Object.assign({}, schema.properties, ...(schema.anyOf ?? []).map((choice) => namesOf(choice as Schema))) as never;

/** What fits but for one member: broken, left out, or one too many. */
function nearly(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const members = Object.entries(namesOf(schema));
  const broken = members.map(([name, member]) => beyond(member).map((value) => ({ name, value })));
  const missing = members.map(([name]) => fc.constant({ name, value: undefined }));
  const extra = fc.record({ name: anyName, value: anyJson });
  const fault = fc.oneof(...broken, ...broken, ...missing, extra);
  return fc.tuple(fitting(schema, "", known), fault).map(([fit, { name, value }]) => {
    const others = Object.entries(Object(fit)).filter(([other]) => other !== name);
    return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
  });
}

/**
 * Input for a contract: what fits it, what nearly does, and what has nothing to do with it.
 *
 * @param known values to use where a field of that name is asked for, so that some input gets behind the contract
 */
export function arbitraryOf(contract: ZodType, known: Known = {}): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(contract, { io: "input", unrepresentable: "any" });
  return fc.oneof(
    { weight: 4, arbitrary: fitting(schema, "", known) },
    { weight: 4, arbitrary: nearly(schema, known) },
    { weight: 1, arbitrary: anyJson },
  );
}
