const MASK = "•••";

/** Parts of an address that let whoever knows them post there: what is long and looks made rather than chosen. */
function listAddressSecrets(text: string): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  const isToken = (part: string) => part.length >= 16 || (part.length >= 8 && /[\dA-Z]/.test(part));
  const credentials = [url.password, url.username].map(safeDecode);
  const paths = url.pathname.length > 1 ? [`${url.pathname}${url.search}`, url.pathname] : [];
  return [url.href, ...paths, ...credentials, ...parts.filter(isToken), ...parts.filter(isToken).map(safeDecode)];
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The ways in which a service may give a secret back. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
  Buffer.from(secret).toString("base64url"),
];

/** Takes the secrets of a channel out of a text. */
export type Redact = (text: string) => string;

/**
 * @param secrets the values of a channel's secret settings; of an address its telling parts are hidden too
 */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret) => secret !== undefined && secret !== "") as string[];
  const hidden = new Set(known.flatMap((secret) => [secret, ...listAddressSecrets(secret)]).flatMap(spellings));
  hidden.delete("");
  // A part that is hidden first would leave the rest of the whole to be read.
  const longestFirst = [...hidden].sort((one, other) => other.length - one.length);
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}
