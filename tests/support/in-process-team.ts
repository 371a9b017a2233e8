import { URI } from "otpauth";
import { PEER_ADDRESS_HEADER } from "@/lib/server/peer-address";
import { createRuntime, type Runtime } from "@/lib/server/runtime";
import type { Actor } from "@/lib/server/team/actor";
import type { AuthRequest } from "@/lib/server/team/call-auth";
import { makeDataDir, removeDataDir } from "./banwatch-process";
import { OWNER } from "./owner";

/** A request as a route hands it to the sign-in services. `cookie` is a Cookie header's value. */
export function authRequest(cookie = "", callerAddress = "10.0.0.1"): AuthRequest {
  const headers: Record<string, string> = { "user-agent": "tests", [PEER_ADDRESS_HEADER]: callerAddress };
  if (cookie !== "") headers.cookie = cookie;
  return { requestHeaders: new Headers(headers), answerHeaders: new Headers(), callerAddress };
}

/** What a browser would send after this answer. */
export const cookieOf = ({ answerHeaders }: AuthRequest): string =>
  answerHeaders
    .getSetCookie()
    .filter((cookie) => !/max-age=0/i.test(cookie))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

/** The code that an authenticator app shows now for an `otpauth://` address. */
export const codeOf = (uri: string): string => URI.parse(uri).generate();

/** Banwatch's parts in this process, with an owner. */
export interface InProcessTeam {
  readonly runtime: Runtime;
  readonly owner: Actor;
  /** The owner's Cookie header. */
  readonly cookie: string;
  /** Signs in. @returns the Cookie header */
  signIn(credentials: { email: string; password: string }): Promise<string>;
  close(): Promise<void>;
}

export async function startTeam(variables: Record<string, string> = {}): Promise<InProcessTeam> {
  const dataDir = makeDataDir();
  const runtime = await createRuntime({
    BANWATCH_DATA_DIR: dataDir,
    BANWATCH_LOG_LEVEL: "silent",
    BANWATCH_OWNER_EMAIL: OWNER.email,
    BANWATCH_OWNER_PASSWORD: OWNER.password,
    ...variables,
  });
  const signIn = async (credentials: { email: string; password: string }) => {
    const request = authRequest();
    await runtime.services.signIn.signIn(credentials, request);
    return cookieOf(request);
  };
  const cookie = await signIn(OWNER);
  const owner = await runtime.access.identify(authRequest(cookie).requestHeaders);
  if (owner === null) throw new Error("the owner's session does not open anything");
  return {
    runtime,
    owner,
    cookie,
    signIn,
    close: async () => {
      await runtime.close();
      removeDataDir(dataDir);
    },
  };
}
