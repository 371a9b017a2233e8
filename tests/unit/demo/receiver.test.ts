import { afterEach, expect, it } from "vitest";
import { answerOf, type Receiver, startReceiver } from "@/lib/cli/demo/alerts/receiver";
import { createSeededRandom } from "@/lib/cli/demo/seeded-random";
import { judgeReply } from "@/lib/server/alerts/senders/reply-verdict";

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

/** Never a failure, and hardly a wait. */
const start = async (port: number): Promise<Receiver> => {
  const receiver = await startReceiver(port, () => 0.3);
  receivers.push(receiver);
  return receiver;
};

it("takes messages where the channels send them, in the words of each service", async () => {
  const { paths } = await start(0);
  const services = { ops: "webhook", onCall: "ntfy" } as const;
  for (const [name, service] of Object.entries(services)) {
    const answer = await fetch(paths[name as keyof typeof services], { method: "POST", body: "{}" });
    const text = await answer.text();
    const json = text === "" ? null : JSON.parse(text);
    expect(judgeReply(service, { status: answer.status, text, json }).verdict).toBe("delivered");
  }
  expect((await fetch(`${paths.ops}/elsewhere`, { method: "POST", body: "{}" })).status).toBe(404);
  expect((await fetch(paths.ops)).status).toBe(404);
});

it("takes another port where somebody has the one of last time", async () => {
  const first = await start(0);
  const second = await start(first.port);
  expect(second.port).not.toBe(first.port);
  expect((await fetch(second.paths.ops, { method: "POST" })).status).toBe(204);
});

it("has a chat that fails now and then, always in a way that is tried again", () => {
  const random = createSeededRandom(3);
  const verdicts = Array.from({ length: 400 }, () => {
    const { status, text } = answerOf("chat", random);
    return judgeReply("mattermost", { status, text, json: null }).verdict;
  });
  expect(new Set(verdicts)).toEqual(new Set(["delivered", "failed"]));
  expect(verdicts.filter((verdict) => verdict === "failed").length).toBeLessThan(120);
});
