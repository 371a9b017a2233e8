/** The languages that Banwatch speaks, on pages and in messages, as BCP 47 tags; each has a folder of messages. */
export const LOCALES = ["en", "zh-CN"] as const;

export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";
