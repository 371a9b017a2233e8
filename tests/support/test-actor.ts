import type { Actor } from "@/lib/server/team/actor";

/** Whoever changes something in a test that does not care who. */
export const TEST_ACTOR: Actor = {
  kind: "person",
  id: "test",
  name: "Test",
  role: "owner",
  callerAddress: "127.0.0.1",
};
