import { DEFAULT_LOCALE, LOCALES, type Locale } from "@/lib/domain/locales";

/** The viewer's own choice of language. It wins over what the browser asks for. */
export const LOCALE_COOKIE = "banwatch-locale";

export function isLocale(value: string | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * The language to answer in: the viewer's choice, else the best match of `Accept-Language`, else English.
 *
 * Matching is by primary language (RFC 4647 lookup, one step): any Chinese gets `zh-CN`, since it is nearer to such a
 * reader than English. Quality values are honoured, `q=0` excludes a language, and nonsense is passed over.
 */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = parseAcceptLanguage(acceptLanguage ?? "");
  for (const { language } of wanted) {
    const match = LOCALES.find((locale) => primary(locale) === language);
    if (match) return match;
  }
  return DEFAULT_LOCALE;
}

function parseAcceptLanguage(header: string): { language: string; quality: number }[] {
  return header
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
      return { language: primary(tag), quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
}

function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}
