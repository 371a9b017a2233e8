import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createAccountRequest } from "@/lib/contracts/accounts";
import { emptyQuery } from "@/lib/contracts/common";
import { errorListQuery } from "@/lib/contracts/errors";
import { createProxyKeyRequest } from "@/lib/contracts/proxy-keys";
import { secondFactorRequest } from "@/lib/contracts/session";
import { changeRoute, getRoute } from "@/lib/server/http/route";

vi.mock("@/lib/server/runtime-slot", () => ({
  getRuntime: async () => ({
    env: { publicUrl: null },
    log: { info: vi.fn(), error: vi.fn() },
    access: { identify: async () => null },
    services: {},
  }),
}));

interface Problem {
  readonly error: { readonly message: string; readonly fields: { field: string; message: string }[] };
}
const CONTEXT = { params: Promise.resolve({}) };
const response = z.object({});

async function wrongsOfBody(body: z.ZodType, sent: unknown) {
  const request = new Request("http://localhost:3000/api/x", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sent),
  });
  const answer = await changeRoute({ access: "anyone", body, response }, () => ({}))(request, CONTEXT);
  expect(answer.status).toBe(400);
  const { error } = (await answer.json()) as Problem;
  return { said: error.message, ...Object.fromEntries(error.fields.map(({ field, message }) => [field, message])) };
}

async function askWith(query: z.ZodType, search: string) {
  const request = new Request(`http://localhost:3000/api/x${search}`);
  const answer = await getRoute({ access: "anyone", query, response }, () => ({}))(request, CONTEXT);
  return { status: answer.status, ...((await answer.json()) as Partial<Problem>) };
}

describe("what is wrong with a body", () => {
  it("is said in words of people, the field first", async () => {
    const wrongs = await wrongsOfBody(createAccountRequest, { name: 7, saveUnchecked: "yes", lowBalance: [] });
    expect(wrongs).toEqual({
      said: "name must be a text",
      name: "must be a text",
      provider: "must be given",
      lowBalance: "must be a text",
      saveUnchecked: "must be true or false",
    });
    expect(await wrongsOfBody(createAccountRequest, { name: null })).toMatchObject({ name: "must be a text" });
    expect(await wrongsOfBody(createAccountRequest, [])).toMatchObject({ said: "The request must be an object" });
    expect(await wrongsOfBody(z.object({ inner: z.object({}) }), { inner: 1 })).toMatchObject({
      inner: "must be an object",
    });
  });

  it("is said in a contract's own words where it has some", async () => {
    expect(
      await wrongsOfBody(createProxyKeyRequest, {
        accountId: "",
        label: " ",
        methods: "createTask",
        callsPerMinute: "many",
        expiresAtMs: 1.5,
      }),
    ).toMatchObject({
      accountId: "must not be empty",
      label: "must not be empty",
      methods: "must be a list",
      callsPerMinute: "must be a whole number",
      expiresAtMs: "must be a whole number",
    });
    expect(await wrongsOfBody(createProxyKeyRequest, { accountId: "a", label: "a", methods: [] })).toMatchObject({
      said: "methods must name at least one method",
    });
  });

  it("never holds zod's own words", async () => {
    for (const sent of [{}, { code: 1 }, { code: "1", more: 1 }, "x", null]) {
      expect(JSON.stringify(await wrongsOfBody(secondFactorRequest, sent))).not.toMatch(/invalid|expected|received/i);
    }
  });
});

describe("a query", () => {
  it("with a parameter that the route does not know is refused, and told which", async () => {
    const { status, error } = await askWith(errorListQuery, "?limit=5&acount=main&acount=x");
    expect({ status, fields: error?.fields.map(({ field }) => field) }).toEqual({ status: 400, fields: ["acount"] });
    expect(error?.message).toMatch(/^acount is no parameter of this route; it takes period, /);
    expect(await askWith(errorListQuery, "?limit=5&account=main")).toEqual({ status: 200 });
  });

  it("says what a number must be", async () => {
    expect((await askWith(errorListQuery, "?limit=many")).error?.message).toBe("limit must be a whole number");
    expect((await askWith(errorListQuery, "?limit=0")).error?.message).toBe("limit must be at least 1");
    expect((await askWith(errorListQuery, "?origin=here")).error?.message).toBe(
      "origin must be one of upstream, held, local, transport, not-held",
    );
  });

  it("of a route that takes none may hold anything", async () => {
    expect(await askWith(emptyQuery, "?_=1")).toEqual({ status: 200 });
  });
});
