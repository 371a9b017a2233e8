import { z } from "zod";

/** Text of one line that can be stored and sent as it is: neither control characters nor half characters. */
export const plainText = z
  .string()
  .trim()
  .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters such as line breaks or tabs")
  .refine((text) => text.isWellFormed(), "must not hold half a character (a lone surrogate)");

/** A name that people give to something: shown in lists, so neither empty nor endless. */
export const label = plainText.min(1, "must not be empty").max(60, "must have at most 60 characters");
