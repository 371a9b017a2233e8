import { z } from "zod";

/** What every refused request is answered with, whatever the HTTP status. */
export const problemResponse = z.object({
  error: z.object({
    /** Stable name of the failure, for programs. */
    code: z.string(),
    /** What is wrong and what to do, for people. */
    message: z.string(),
    /** The fields at fault, when the input is. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    /** The provider's own words, when the provider refused. */
    provider: z.object({ code: z.string(), description: z.string() }).optional(),
  }),
});

export type ProblemResponse = z.infer<typeof problemResponse>;
