import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/client/api/fetch-json";
import { isWithoutProblems, readFieldProblems, toMessage, toProblems } from "@/lib/client/form/field-problem";

const refused = (fields: { field: string; message: string }[]) =>
  new ApiError(409, { code: "conflict", message: "label: taken", fields }, "label: taken");

describe("toProblems", () => {
  it("leaves out the fields that are right", () => {
    const problems = toProblems({ label: "labelEmpty", accountId: null });
    expect(problems).toEqual({ label: { kind: "rule", rule: "labelEmpty" } });
    expect(isWithoutProblems(problems)).toBe(false);
    expect(isWithoutProblems(toProblems({ label: null }))).toBe(true);
  });
});

describe("readFieldProblems", () => {
  it("puts what the server says at the field that it names", () => {
    const error = refused([{ field: "label", message: "taken" }]);
    expect(readFieldProblems(error, ["label", "accountId"])).toEqual({ label: { kind: "text", text: "taken" } });
  });

  it("keeps the first of several faults of a field", () => {
    const error = refused([
      { field: "label", message: "taken" },
      { field: "label", message: "too long" },
    ]);
    expect(readFieldProblems(error, ["label"])).toEqual({ label: { kind: "text", text: "taken" } });
  });

  it("prefers a rule of ours, for the server's name of the refusal and the field", () => {
    const error = refused([
      { field: "label", message: "taken" },
      { field: "accountId", message: "gone" },
    ]);
    const ruleFor = (code: string, field: string) =>
      `${code} ${field}` === "conflict label" ? "labelTaken" : undefined;
    expect(readFieldProblems(error, ["label", "accountId"], ruleFor)).toEqual({
      label: { kind: "rule", rule: "labelTaken" },
      accountId: { kind: "text", text: "gone" },
    });
  });

  it("finds nothing where the form has no such field, the server names none, or there was no answer", () => {
    expect(readFieldProblems(refused([{ field: "expiresAtMs", message: "past" }]), ["label"])).toEqual({});
    expect(readFieldProblems(new ApiError(503, null, "busy"), ["label"])).toEqual({});
    expect(readFieldProblems(new TypeError("broken"), ["label"])).toEqual({});
  });
});

describe("toMessage", () => {
  it("has words for whatever was thrown", () => {
    expect(toMessage(new ApiError(0, null, "Banwatch did not answer"))).toBe("Banwatch did not answer");
    expect(toMessage("out of order")).toBe("out of order");
  });
});
