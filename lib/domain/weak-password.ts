/** What passwords are made of that are tried first, whatever digits and signs stand around it. */
const COMMON_WORDS = [
  "abc",
  "admin",
  "administrator",
  "banwatch",
  "baseball",
  "captcha",
  "changeme",
  "default",
  "dragon",
  "football",
  "hello",
  "iloveyou",
  "letmein",
  "login",
  "master",
  "monkey",
  "password",
  "princess",
  "qwerty",
  "root",
  "secret",
  "shadow",
  "sunshine",
  "superman",
  "test",
  "trustno",
  "welcome",
];

/** Rows of keyboards and counting, forwards; backwards is as easy. */
const RUNS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];

/** Digits and signs that stand for letters. */
const LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

const reversed = (text: string) => [...text].reverse().join("");

const isRun = (text: string) => RUNS.some((run) => run.includes(text) || reversed(run).includes(text));

/** `aaaa…`, `abcabc…`: one short piece again and again. */
const isRepeated = (text: string) => /^(.{1,5}?)\1+.{0,4}$/su.test(text) && text.length > 0;

/** Letters beside common words that make nothing hard to guess. */
const FEW_LETTERS = 2;

/** Common words and runs with digits and signs between them, and next to nothing else. */
function isMadeOfCommon(text: string): boolean {
  let rest = text;
  for (const word of [...COMMON_WORDS].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, " ");
  const others = rest.split(/[^\p{L}]+/u).filter((piece) => piece.length < 3 || !isRun(piece));
  return others.join("").length <= FEW_LETTERS;
}

/**
 * Whether a password is among the first that are guessed although it is long enough: common words with digits around
 * them, runs of the keyboard, one piece repeated (NIST SP 800-63B §3.1.1.2, OWASP ASVS 5, 6.2.4). It knows patterns, not
 * lists of leaked passwords.
 */
export function isWeakPassword(password: string): boolean {
  const text = password.toLowerCase();
  const withoutEnd = text.replace(/[^\p{L}]+$/u, "");
  const spelled = [...withoutEnd].map((char) => LETTERS[char] ?? char).join("");
  return isRepeated(text) || isRun(text) || isMadeOfCommon(text) || isMadeOfCommon(spelled);
}
