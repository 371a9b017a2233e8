import { fetchAsOwner } from "./owner";

/** Asks Banwatch's API as its owner, and fails the test unless the answer is a good one. */
export async function getJson<T>(url: string): Promise<T> {
  const response = await fetchAsOwner(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function sendJson<T>(method: "POST" | "PATCH" | "DELETE", url: string, body: unknown): Promise<T> {
  const response = await fetchAsOwner(url, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Registers a key for a provider of the test's own, unchecked so that the provider sees no call of ours. */
export async function createAccount(
  origin: string,
  account: { name: string; clientKey: string; baseUrl: string; provider?: string } & Record<string, unknown>,
): Promise<{ id: string }> {
  const { account: created } = await sendJson<{ account: { id: string } }>("POST", `${origin}/api/accounts`, {
    provider: "ez-captcha",
    saveUnchecked: true,
    ...account,
  });
  return created;
}

/** Calls a provider's method the way a program does. */
export async function callProvider(
  baseUrl: string,
  method: string,
  body: Record<string, unknown>,
): Promise<{ status: number; origin: string | null; json: Record<string, unknown> }> {
  const response = await fetch(`${baseUrl}/${method}`, { method: "POST", body: JSON.stringify(body) });
  return {
    status: response.status,
    origin: response.headers.get("x-banwatch-origin"),
    json: (await response.json()) as Record<string, unknown>,
  };
}
