/** East Asian names are known by their last characters; two of them beside a whole Latin name would be too wide. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * One or two letters that stand for a person: the first ones of the first and the last word, of an East Asian name the
 * last character of all.
 *
 * @returns `?` for a name without any letter or digit
 */
export function prepareInitials(name: string): string {
  const words = name.split(/[\s._-]+/).flatMap((word) => word.match(/[\p{L}\p{N}].*/u) ?? []);
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return "?";
  const lastLetter = [...last].filter((letter) => EAST_ASIAN.test(letter)).at(-1);
  if (lastLetter !== undefined) return lastLetter;
  const letters = words.length === 1 ? [first] : [first, last];
  return letters
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}
