import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/client/api/fetch-json";
import { type CredentialKind, checkCredentials, readCredentialFailure } from "@/lib/client/session/credential-form";

const check = (kind: CredentialKind, text: string) => {
  const problem = checkCredentials({ field: kind }, { field: text }).field;
  return problem?.kind === "rule" ? problem.rule : null;
};

describe("checkCredentials", () => {
  it.each<[CredentialKind, string, string | null]>([
    ["name", "Mara", null],
    ["name", "  ", "nameEmpty"],
    ["name", "x".repeat(61), "nameLong"],
    ["name", "a\tb", "nameBad"],
    ["email", " Mara@Example.com ", null],
    ["email", "", "emailEmpty"],
    ["email", "mara@", "emailBad"],
    ["triedPassword", "x", null],
    ["triedPassword", " ", null],
    ["triedPassword", "", "passwordEmpty"],
    ["triedPassword", "x".repeat(129), "passwordLong"],
    ["newPassword", "twelve chars", null],
    ["newPassword", "eleven char", "passwordShort"],
    ["newPassword", "x".repeat(129), "passwordLong"],
    ["newPassword", "", "passwordEmpty"],
    ["newPassword", "Password2024!", "passwordCommon"],
    ["totpCode", "123 456", null],
    ["totpCode", "12345", "codeBad"],
    ["totpCode", "12345a", "codeBad"],
    ["recoveryCode", "abcde-fghij", null],
    ["recoveryCode", " ", "recoveryCodeEmpty"],
    ["setUpCode", "", "setUpCodeEmpty"],
  ])("%s %j: %s", (kind, text, rule) => expect(check(kind, text)).toBe(rule));

  it("finds what is wrong with each field, and nothing else", () => {
    const kinds = { email: "email", password: "newPassword", name: "name" } as const;
    expect(checkCredentials(kinds, { email: "", password: "short", name: "Mara" })).toEqual({
      email: { kind: "rule", rule: "emailEmpty" },
      password: { kind: "rule", rule: "passwordShort" },
    });
  });
});

const refusal = (
  status: number,
  code: string,
  fields?: { field: string; message: string }[],
  retryAfterSeconds?: number,
) => new ApiError(status, { code, message: `said ${code}`, fields }, `said ${code}`, retryAfterSeconds ?? null);

describe("readCredentialFailure", () => {
  it("has the same words for every wrong sign-in, and blames no field", () => {
    expect(readCredentialFailure(refusal(401, "wrong_credentials"), ["email", "password"])).toEqual({
      problems: {},
      failure: { kind: "known", code: "wrong_credentials" },
    });
  });

  it.each([
    ["password", "passwordWrong"],
    ["code", "codeWrong"],
    ["recoveryCode", "recoveryCodeWrong"],
  ])("shows a wrong %s at its field, in words of our own", (field, rule) => {
    const error = refusal(422, "wrong_secret", [{ field, message: "is wrong" }]);
    expect(readCredentialFailure(error, [field])).toEqual({
      problems: { [field]: { kind: "rule", rule } },
      failure: null,
    });
  });

  it("tells the code of the log from the code of the app", () => {
    const error = refusal(403, "wrong_code", [{ field: "code", message: "is not the one" }]);
    expect(readCredentialFailure(error, ["code"]).problems).toEqual({ code: { kind: "rule", rule: "setUpCodeWrong" } });
  });

  it("keeps the server's words for a field that it has no rule for", () => {
    const error = refusal(409, "conflict", [{ field: "email", message: "is taken" }]);
    expect(readCredentialFailure(error, ["email"]).problems).toEqual({ email: { kind: "text", text: "is taken" } });
  });

  it("tells as a whole what the server says of a field that the form does not have", () => {
    const error = refusal(400, "invalid_request", [{ field: "token", message: "is too long" }]);
    expect(readCredentialFailure(error, ["password"])).toEqual({
      problems: {},
      failure: { kind: "other", message: "said invalid_request" },
    });
  });

  it("waits as long as the server says, and a minute where it does not", () => {
    expect(readCredentialFailure(refusal(429, "too_many_attempts", undefined, 17), []).failure).toEqual({
      kind: "wait",
      seconds: 17,
    });
    expect(readCredentialFailure(refusal(429, "too_many_attempts"), []).failure).toEqual({ kind: "wait", seconds: 60 });
  });

  it("tells a server that does not answer from one that refuses", () => {
    expect(readCredentialFailure(new ApiError(0, null, "no answer"), []).failure).toEqual({ kind: "unanswered" });
    expect(readCredentialFailure(new TypeError("broken"), []).failure).toEqual({ kind: "other", message: "broken" });
  });
});
