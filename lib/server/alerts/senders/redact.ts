const MASK = "•••";

/** A name and password that a channel signs in with. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The name and password that stand in an address, as they were typed in and as they are meant; none in most. */
function listLogins(address: string): Login[] {
  const url = URL.parse(address);
  if (url === null || (url.username === "" && url.password === "")) return [];
  const [, typedUser = "", typedPassword = ""] = /^[^/]*\/\/([^:@/]*):?([^/]*)@/.exec(address) ?? [];
  const written = { user: url.username, password: url.password };
  return [
    { user: safeDecode(url.username), password: safeDecode(url.password) },
    written,
    { user: typedUser, password: typedPassword },
  ];
}

/** Parts of an address that let whoever knows them post there: what is long and looks made rather than chosen. */
function listAddressSecrets(text: string): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  const isToken = (part: string) => part.length >= 16 || (part.length >= 8 && /[\dA-Z]/.test(part));
  const paths = url.pathname.length > 1 ? [`${url.pathname}${url.search}`, url.pathname] : [];
  return [url.href, ...paths, ...parts.filter(isToken), ...parts.filter(isToken).map(safeDecode)];
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const encodings = (secret: string): string[] => {
  const base64 = Buffer.from(secret).toString("base64");
  return [base64, base64.replace(/=+$/, ""), Buffer.from(secret).toString("base64url")];
};

/** The ways in which a service may give a secret back. */
const spellings = (secret: string): string[] => {
  const inUrl = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    inUrl,
    inUrl.replace(/%../g, (hex) => hex.toLowerCase()),
    inUrl.replaceAll("%20", "+"),
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? ""),
    ...encodings(secret),
  ];
};

/** As SMTP's AUTH PLAIN (RFC 4616) and LOGIN and HTTP's Basic (RFC 7617) send them. A name in the clear is left. */
const loginSpellings = ({ user, password }: Login): string[] => [
  ...(password === "" ? [] : spellings(password)),
  ...spellings(`${user}:${password}`),
  ...[`\0${user}\0${password}`, `${user}\0${user}\0${password}`, user].flatMap(encodings),
];

/** Whatever stands where a credential stands, also one that is not known here. */
const CREDENTIALS = /(AUTH\s+\S+|Basic|Bearer)\s+\S+/g;

/** Takes the secrets of a channel out of a text. */
export type Redact = (text: string) => string;

/**
 * @param secrets the values of a channel's secret settings; of an address its telling parts are hidden too
 * @param other.address an address that is no secret itself, but for the name and password that may stand in it
 * @param other.login what the channel signs in with besides
 */
export function createRedact(
  secrets: readonly (string | undefined)[],
  { address, login }: { readonly address?: string; readonly login?: Login } = {},
): Redact {
  const known = secrets.filter((secret) => secret !== undefined && secret !== "") as string[];
  const inAddresses = [...known, ...(address === undefined ? [] : [address])].flatMap(listLogins);
  const single = [...known, ...known.flatMap(listAddressSecrets), ...inAddresses.map(({ user }) => user)];
  const logins = [...inAddresses, ...(login === undefined ? [] : [login])];
  const hidden = new Set([...single.filter((one) => one !== "").flatMap(spellings), ...logins.flatMap(loginSpellings)]);
  hidden.delete("");
  // A part that is hidden first would leave the rest of the whole to be read.
  const longestFirst = [...hidden].sort((one, other) => other.length - one.length);
  return (text) =>
    longestFirst
      .reduce((rest, secret) => rest.replaceAll(secret, MASK), text)
      .replace(CREDENTIALS, (_all, kind: string) => `${kind.split(/\s/)[0]} ${MASK}`);
}
