import type { JsonObject } from "@/lib/sandbox/reply";

/** What a solved task hands out: a reCAPTCHA response, a token, or the text of an image. */
export type SolutionKind = "recaptcha" | "token" | "text";

const TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Without the letters and digits that people mix up, as captchas have it. */
const IMAGE_LETTERS = "abcdefghkmnpqrstuvwxyz23456789";

function pickLetters(letters: string, count: number, random: () => number): string {
  return Array.from({ length: count }, () => letters[Math.floor(random() * letters.length)]).join("");
}

/** A solution that looks like a real one and is worth nothing. */
export function makeSolution(kind: SolutionKind, random: () => number): JsonObject {
  switch (kind) {
    case "recaptcha":
      return { gRecaptchaResponse: `03A${pickLetters(TOKEN_LETTERS, 480, random)}` };
    case "token":
      return { token: `0.${pickLetters(TOKEN_LETTERS, 320, random)}` };
    case "text":
      return { text: pickLetters(IMAGE_LETTERS, 5, random) };
  }
}

/** A UUID of version 4, made from the given randomness so that a run can be repeated. */
export function makeUuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] as number) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
