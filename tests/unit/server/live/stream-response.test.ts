import { expect, it } from "vitest";
import { createChangeHub } from "@/lib/server/live/change-hub";
import { createStreamResponse } from "@/lib/server/live/stream-response";

it("a stream is kept by no cache and changed by no server in between", async () => {
  const response = createStreamResponse(createChangeHub(), {
    owner: "person p1",
    signal: new AbortController().signal,
    now: () => 0,
    stillAllowed: async () => true,
  });
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  await response.body?.cancel();
});
