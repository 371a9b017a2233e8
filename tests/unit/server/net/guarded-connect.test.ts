import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRefuseAddress } from "@/lib/server/net/address-rules";
import { createGuardedConnector, type LookUpAll, REFUSED_ADDRESS } from "@/lib/server/net/guarded-connect";
import { createUpstream } from "@/lib/server/proxy/upstream";

let received: number;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((_request, response) => {
    received += 1;
    response.setHeader("connection", "close").end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received = 0;
});

/** A name server that answers each question with the next of some answers. */
function answering(...answers: readonly string[][]): LookUpAll & { asked: number } {
  const lookUp = Object.assign(
    ((_hostname, _options, done) => {
      const addresses = answers[Math.min(lookUp.asked, answers.length - 1)] ?? [];
      lookUp.asked += 1;
      setImmediate(() =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        ),
      );
    }) as LookUpAll,
    { asked: 0 },
  );
  return lookUp;
}

const refuse = createRefuseAddress(1);

async function get(origin: string, lookUp?: LookUpAll, rule = refuse): Promise<number> {
  const client = new Client(origin, { connect: createGuardedConnector({ refuse: rule, timeoutMs: 1_000, lookUp }) });
  try {
    const response = await client.request({ method: "GET", path: "/" });
    await response.body.dump();
    return response.statusCode;
  } finally {
    await client.destroy();
  }
}

describe("a guarded connection", () => {
  it("is made to a name that leads where it may", async () => {
    expect(await get(`http://provider.test:${port}`, answering(["127.0.0.1"]))).toBe(200);
  });

  it.each([
    ["link-local", ["169.254.7.7"]],
    ["mapped metadata", ["::ffff:169.254.169.254"]],
    ["good and bad at once", ["127.0.0.1", "169.254.169.254"]],
  ])("is not made to a name that leads to a %s address", async (_what, addresses) => {
    await expect(get(`http://provider.test:${port}`, answering(addresses))).rejects.toMatchObject({
      code: REFUSED_ADDRESS,
    });
    expect(received).toBe(0);
  });

  it("is checked anew when the name answers differently the second time", async () => {
    const lookUp = answering(["127.0.0.1"], ["169.254.169.254"]);
    const connect = createGuardedConnector({ refuse, timeoutMs: 1_000, lookUp });
    const client = new Client(`http://rebinding.test:${port}`, { connect });
    const ask = async () => (await client.request({ method: "GET", path: "/" })).body.dump();
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: REFUSED_ADDRESS });
    expect({ asked: lookUp.asked, received }).toEqual({ asked: 2, received: 1 });
    await client.destroy();
  });

  it("goes to the very address that was checked: the name is asked for once", async () => {
    const lookUp = answering(["127.0.0.1"], ["169.254.169.254"]);
    expect(await get(`http://rebinding.test:${port}`, lookUp)).toBe(200);
    expect(lookUp.asked).toBe(1);
  });

  it.each(["http://169.254.169.254", "http://[::ffff:169.254.169.254]", "http://[fe80::1]", "http://2852039166"])(
    "is not made to %s, which is not looked up at all",
    async (origin) => {
      await expect(get(new URL(origin).origin)).rejects.toMatchObject({ code: REFUSED_ADDRESS });
    },
  );

  it("is not made to Banwatch itself, by whatever name", async () => {
    const own = createRefuseAddress(port);
    await expect(get(`http://me.test:${port}`, answering(["127.0.0.1"]), own)).rejects.toMatchObject({
      code: REFUSED_ADDRESS,
    });
    await expect(get(`http://127.0.0.1:${port}`, undefined, own)).rejects.toMatchObject({ code: REFUSED_ADDRESS });
    expect(received).toBe(0);
  });
});

describe("a call to a provider at a forbidden address", () => {
  it("fails as one that was not sent, with the reason and without the address", async () => {
    const upstream = createUpstream({ replyTimeoutMs: 1_000, refuseAddress: refuse });
    const outcome = await upstream.send("http://169.254.169.254", "getBalance", {}, new Uint8Array());
    await upstream.close();
    expect(outcome).toMatchObject({
      kind: "failed",
      answer: { origin: "transport", code: "ERROR_SERVICE_UNAVALIABLE" },
    });
    const { description } = (outcome as { answer: { description: string } }).answer;
    expect(description).toContain("metadata service");
    expect(description).toContain("The call was not sent");
    expect(description).not.toContain("169.254");
  });
});
