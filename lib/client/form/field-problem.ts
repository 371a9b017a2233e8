import { ApiError } from "../api/fetch-json";

/** What is wrong with a field: a rule of ours, or the server's own text where there is no rule for it here. */
export type FieldProblem<Rule extends string> =
  | { readonly kind: "rule"; readonly rule: Rule }
  | { readonly kind: "text"; readonly text: string };

/** By the field's name; only those with a problem. */
export type FieldProblems<Field extends string, Rule extends string> = Readonly<
  Partial<Record<Field, FieldProblem<Rule>>>
>;

/** The rules that are broken, as problems. Null is a field that is right. */
export function toProblems<Field extends string, Rule extends string>(
  rules: Readonly<Partial<Record<Field, Rule | null>>>,
): FieldProblems<Field, Rule> {
  const broken = Object.entries<Rule | null | undefined>(rules).filter(([, rule]) => rule);
  return Object.fromEntries(broken.map(([field, rule]) => [field, { kind: "rule", rule }])) as FieldProblems<
    Field,
    Rule
  >;
}

export const isWithoutProblems = (problems: FieldProblems<string, string>): boolean =>
  Object.values(problems).every((problem) => problem === undefined);

/**
 * What a refusal says about the fields of a form, the first fault of each.
 *
 * @param fields those that the form has; what the server says of others is passed over
 * @param ruleFor a rule of ours for the server's name of the refusal; without one the server's words are kept
 */
export function readFieldProblems<Field extends string, Rule extends string>(
  error: unknown,
  fields: readonly Field[],
  ruleFor: (code: string, field: Field) => Rule | undefined = () => undefined,
): FieldProblems<Field, Rule> {
  const problem = error instanceof ApiError ? error.problem : null;
  const found: Partial<Record<Field, FieldProblem<Rule>>> = {};
  for (const field of fields) {
    const text = problem?.fields?.find((fault) => fault.field === field)?.message;
    if (problem === null || text === undefined) continue;
    const rule = ruleFor(problem.code, field);
    found[field] = rule === undefined ? { kind: "text", text } : { kind: "rule", rule };
  }
  return found;
}

/** A failure in words, for where no field tells it. */
export const toMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));
