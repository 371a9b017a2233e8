/** What a browser calls itself; null where it does not say, or not in a way that is known here. */
export interface UserAgentNames {
  readonly browser: string | null;
  readonly system: string | null;
}

type Names = readonly (readonly [pattern: RegExp, name: string])[];

// Whoever is built on another says its name too, so the more special one comes first.
const BROWSERS: Names = [
  [/\b(?:Edg|EdgA|EdgiOS)\//, "Edge"],
  [/\b(?:OPR|OPT|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bYaBrowser\//, "Yandex Browser"],
  [/\bMicroMessenger\//, "WeChat"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, "Safari"],
];

const SYSTEMS: Names = [
  [/\b(?:iPhone|iPod)\b/, "iOS"],
  [/\biPad\b/, "iPadOS"],
  [/\b(?:HarmonyOS|OpenHarmony)\b/, "HarmonyOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/**
 * Names a browser and its system, for people to know their own devices by. Never for a decision: anybody can send any
 * text.
 *
 * @param userAgent the header as it came; null where none was sent
 */
export function readUserAgent(userAgent: string | null): UserAgentNames {
  return { browser: find(BROWSERS, userAgent ?? ""), system: find(SYSTEMS, userAgent ?? "") };
}

const find = (names: Names, text: string): string | null => names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
