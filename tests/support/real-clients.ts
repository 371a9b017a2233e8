import { AntiCaptcha, AntiCaptchaError } from "anticaptcha";
import { CapmonsterError, RecaptchaV2Task } from "node-capmonster";

/** A task as these libraries send it. */
export interface RealTask {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One published client library behind an interface that a test can run over all of them. */
export interface RealClient {
  readonly name: string;
  getBalance(): Promise<number>;
  createTask(task: RealTask): Promise<string | number>;
  /** Polls until the task is solved; rejects with the library's own error otherwise. */
  waitForSolution(taskId: string | number, intervalMs: number): Promise<Record<string, unknown>>;
  /** The error code that the library hands to its user, or null when it has lost it. */
  reportedCode(error: unknown): string | null;
  /** The error description that the library hands to its user, or null when it has lost it. */
  reportedDescription(error: unknown): string | null;
}

export interface RealClientOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientKey: string;
}

/** What both libraries keep of axios: the defaults of their own instance. */
interface AxiosDefaults {
  baseURL?: string;
  proxy?: false;
}

/**
 * `anticaptcha` 2.2.0, on apisauce.
 *
 * Its base URL is fixed in the constructor and no option changes it. The apisauce instance is a private field by
 * type only, and apisauce has `setBaseURL` for this purpose, so the library's own code does all the rest. A path
 * prefix in the base URL is kept: it asks for `createTask` without a leading slash.
 *
 * How it reports errors: `getBalance` and `createTask` throw an AntiCaptchaError with `code` and `message`, whatever
 * the HTTP status. `getTaskResult` rejects with one for HTTP 200 only; for any other status it is a plain Error with
 * the description, so the code is lost. An HTML page gives an AntiCaptchaError without code; a broken connection a
 * TypeError, because it reads `errorCode` of no reply at all. It stops polling after an error.
 */
export function createAnticaptchaClient({ baseUrl, clientKey }: RealClientOptions): RealClient {
  const client = new AntiCaptcha(clientKey);
  const { api } = client as unknown as {
    api: { axiosInstance: { defaults: AxiosDefaults }; setBaseURL(url: string): void };
  };
  api.setBaseURL(baseUrl);
  // A proxy of the environment must not carry a call to the loopback away.
  api.axiosInstance.defaults.proxy = false;
  return {
    name: "anticaptcha",
    getBalance: () => client.getBalance(),
    createTask: (task) => client.createTask(task),
    waitForSolution: async (taskId, intervalMs) => {
      // The id is a number by type only; it goes over the wire as it came.
      const result = await client.getTaskResult<Record<string, unknown>>(taskId as number, 100, intervalMs);
      return result.solution;
    },
    // Named an enum by type, but the field holds whatever the provider sent.
    reportedCode: (error) => (error instanceof AntiCaptchaError ? toText(error.code) : null),
    reportedDescription: (error) => (error instanceof AntiCaptchaError ? toText(error.message) : null),
  };
}

/** Opens the library's own protected way of creating a task to tasks of any type. */
class CapmonsterAnyTask extends RecaptchaV2Task {
  createAny(task: RealTask): Promise<number> {
    return this._createTask(task);
  }
}

/**
 * `node-capmonster` 0.4.5, on axios.
 *
 * Its base URL is a private static that every instance copies into its own axios instance. Setting that instance's
 * default redirects this client alone and leaves others in the process as they are. A path prefix in the base URL is
 * kept: axios joins the two.
 *
 * How it reports errors: every method throws a CapmonsterError whose `error` is the envelope as it came, for HTTP 2xx
 * and 4xx alike. With 5xx or a broken connection it is an AxiosError and the envelope is not looked at. HTML with
 * status 200 gives a CapmonsterError without a code. Its `joinTaskResult` stops at the first error; it waits 2 s
 * between polls with no way to change that, so the loop here calls its `getTaskResult` instead.
 */
export function createCapmonsterClient({ baseUrl, clientKey }: RealClientOptions): RealClient {
  const client = new CapmonsterAnyTask(clientKey);
  const { request } = client as unknown as { request: { defaults: AxiosDefaults } };
  request.defaults.baseURL = baseUrl;
  // A proxy of the environment must not carry a call to the loopback away.
  request.defaults.proxy = false;
  return {
    name: "node-capmonster",
    getBalance: () => client.getBalance(),
    createTask: (task) => client.createAny(task),
    waitForSolution: async (taskId, intervalMs) => {
      for (;;) {
        const solution = await client.getTaskResult(taskId as number);
        if (solution) return { ...solution };
        await new Promise((resolve) => setTimeout(resolve, intervalMs));
      }
    },
    reportedCode: (error) => (error instanceof CapmonsterError ? toText(error.error.errorCode) : null),
    reportedDescription: (error) => (error instanceof CapmonsterError ? toText(error.error.errorDescription) : null),
  };
}

function toText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Both libraries, pointed at the same place. */
export const REAL_CLIENTS = [
  { name: "anticaptcha", create: createAnticaptchaClient },
  { name: "node-capmonster", create: createCapmonsterClient },
] as const;
