import { z } from "zod";

/**
 * Why a template cannot be used, or may not say what was meant. not-closed: something that begins and does not end.
 * misplaced-tag: the end or a branch of what is not there. unreadable: anything else that is no Liquid. too-much: it
 * takes too long, or writes too much. empty: it writes nothing. unknown-name: a variable that there is not.
 */
export const TEMPLATE_FAULTS = [
  "not-closed",
  "misplaced-tag",
  "unknown-tag",
  "unknown-filter",
  "unreadable",
  "too-much",
  "empty",
  "unknown-name",
] as const;
export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

/** Something about a template. Only one with an unknown name is used all the same: where the name stands it writes nothing. */
export const templateProblem = z.object({
  field: z.enum(["title", "text"]),
  fault: z.enum(TEMPLATE_FAULTS),
  /** The tag, filter, name or piece of the template that it is about; empty where it is about the whole. */
  what: z.string(),
  /** Where that stands, counted from 1; null where it is about the whole. */
  place: z.object({ line: z.int().positive(), column: z.int().positive() }).nullable(),
  /** Names that may have been meant, the nearest first. */
  near: z.array(z.string()),
  /** All of it in an English sentence. */
  message: z.string(),
});
export type TemplateProblem = z.infer<typeof templateProblem>;

/** Whether the built-in text stands in the template's place. */
export const isUnusable = ({ fault }: TemplateProblem): boolean => fault !== "unknown-name";
