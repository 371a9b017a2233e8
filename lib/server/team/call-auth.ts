import { isAPIError } from "better-auth/api";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import { RequestError } from "../request-error";

/** What a request brings along that sign-in depends on. */
export interface AuthRequest {
  readonly requestHeaders: Headers;
  /** Cookies are added here. */
  readonly answerHeaders: Headers;
  readonly callerAddress: string | null;
}

/** Only what better-auth needs: it must not believe anything else that a caller writes. */
export function authHeaders(requestHeaders: Headers): Headers {
  const headers = new Headers();
  for (const name of ["cookie", "user-agent", PEER_ADDRESS_HEADER]) {
    const value = requestHeaders.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

const WRONG_CODE = "The code is not right. Codes change every 30 seconds, and each works once.";

const USED_BEFORE = "is not right, or was used before";

/** By better-auth's own code for what went wrong. */
const REFUSALS: Readonly<Record<string, () => RequestError>> = {
  INVALID_EMAIL_OR_PASSWORD: () => new RequestError(401, "wrong_credentials", "E-mail or password is wrong."),
  INVALID_PASSWORD: () => wrongField("password", "is wrong"),
  INVALID_CODE: () => wrongField("code", WRONG_CODE),
  INVALID_BACKUP_CODE: () => wrongField("recoveryCode", USED_BEFORE),
  INVALID_TWO_FACTOR_COOKIE: () =>
    new RequestError(401, "start_again", "This sign-in has waited too long. Start again with e-mail and password."),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () =>
    new RequestError(401, "start_again", "Too many wrong codes. Start again with e-mail and password."),
  ACCOUNT_TEMPORARILY_LOCKED: () =>
    new RequestError(429, "too_many_attempts", "Too many wrong codes. Wait a little, then try again.", {
      retryAfterSeconds: 900,
    }),
  TOTP_ALREADY_ENABLED: () => new RequestError(409, "totp_on", "The second factor is on already. Turn it off first."),
  TOTP_NOT_ENABLED: () => new RequestError(409, "totp_off", "The second factor is not on. Turn it on first."),
  TWO_FACTOR_NOT_ENABLED: () => new RequestError(409, "totp_off", "The second factor is not on. Turn it on first."),
  BACKUP_CODES_NOT_ENABLED: () => new RequestError(409, "totp_off", "The second factor is not on. Turn it on first."),
  CREDENTIAL_ACCOUNT_NOT_FOUND: () =>
    new RequestError(409, "no_password", "There is no password to change: you sign in through the identity provider."),
  UNAUTHORIZED: () => new RequestError(401, "signed_out", "Sign in first."),
};

function wrongField(field: string, message: string): RequestError {
  return new RequestError(422, "wrong_secret", message === WRONG_CODE ? message : `The ${field} ${message}.`, {
    fields: [{ field, message }],
  });
}

/**
 * Runs a function of better-auth's API, hands its cookies on, and turns its refusals into Banwatch's.
 *
 * @throws {RequestError} with the words above; whatever else goes wrong is thrown as it came
 */
export async function callAuth<T>(
  { answerHeaders }: Pick<AuthRequest, "answerHeaders">,
  run: () => Promise<{ headers: Headers; response: T }>,
): Promise<T> {
  try {
    const { headers, response } = await run();
    for (const cookie of headers.getSetCookie()) answerHeaders.append("set-cookie", cookie);
    return response;
  } catch (error) {
    const code = isAPIError(error) ? String(error.body?.code ?? "") : "";
    // Told without a code of its own: another request used a recovery code of this person at the same moment.
    if (isAPIError(error) && error.status === "CONFLICT") throw wrongField("recoveryCode", USED_BEFORE);
    throw REFUSALS[code]?.() ?? error;
  }
}
