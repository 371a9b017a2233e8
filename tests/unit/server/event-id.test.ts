import { expect, it } from "vitest";
import { createEventId } from "@/lib/server/event-id";

it("sorts ids by time, and those of one millisecond in the order in which they were made", () => {
  const ids = [1_700_000_000_000, 1_700_000_000_001].flatMap((atMs) =>
    Array.from({ length: 1_000 }, () => createEventId(atMs)),
  );
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(2_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
