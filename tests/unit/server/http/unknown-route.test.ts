import { expect, it, vi } from "vitest";
import { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "@/app/api/[...path]/route";

vi.mock("@/lib/server/runtime-slot", () => ({
  getRuntime: async () => ({ log: { info: vi.fn(), error: vi.fn() }, access: { identify: async () => null } }),
}));

it.each(Object.entries({ GET, POST, PUT, PATCH, DELETE, OPTIONS }))(
  "a %s to a path that the API does not have is refused in JSON",
  async (method, handle) => {
    const request = new Request("http://localhost:3000/api/no/such", { method });
    const answer = await handle(request, { params: Promise.resolve({ path: ["no", "such"] }) });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
  },
);
