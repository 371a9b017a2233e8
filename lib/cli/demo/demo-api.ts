import type { z } from "zod";

/** Banwatch's API, as the demo's token may use it. */
export interface DemoApi {
  /** @throws {Error} naming the path, when the answer is not a success or not what its contract says */
  get<R extends z.ZodType>(path: string, response: R): Promise<z.output<R>>;
  /** Throws as `get` does. */
  post<R extends z.ZodType>(path: string, body: unknown, response: R): Promise<z.output<R>>;
  /** Throws as `get` does. */
  remove(path: string): Promise<void>;
}

export function createDemoApi(origin: string, apiToken: string): DemoApi {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiToken}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    get: async (path, response) => response.parse(await ask("GET", path)),
    post: async (path, body, response) => response.parse(await ask("POST", path, body)),
    remove: async (path) => {
      await ask("DELETE", path);
    },
  };
}
