import { createECDH, randomBytes } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { hostname } from "node:os";
import type { ChannelType } from "@/lib/contracts/alert-channels";
import { VAPID_KEY_CONTEXT } from "@/lib/server/secrets/contexts";
import { createVault, FIRST_KEY_ID } from "@/lib/server/secrets/vault";
import type { Canaries } from "./canaries";
import type { createCaller } from "./canary-caller";
import { readDatabase } from "./read-database";
import { until } from "./until";

/** A service that fails, and tells back all that it was sent. */
async function startEcho() {
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const said = [request.url, JSON.stringify(request.rawHeaders), Buffer.concat(chunks).toString("utf8")];
      response.writeHead(500, { "content-type": "text/plain" }).end(said.join("\n"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

/** A mail server that refuses to let anybody in for now, and tells back what it was sent. */
async function startMailEcho() {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("220 mail.example\r\n");
    socket.on("data", (line) => {
      const text = line.toString("utf8").trim();
      if (/^EHLO/i.test(text)) socket.write("250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n");
      else if (/^QUIT/i.test(text)) socket.end("221 bye\r\n");
      else socket.write(`454 4.7.0 not now: ${text}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await close(server);
  };
  return { port: (server.address() as AddressInfo).port, close: stop };
}

const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

const secretOf = (name: string) => `canary-${name}-${randomBytes(9).toString("hex")}`;

/**
 * Adds every type of channel, each with secrets that are to be found nowhere, whose services fail and tell back what they
 * get. They are to be there before something is banned, which is told to all of them.
 *
 * @returns waits until each has tried to tell of it, keeps what the incidents say of that, and lets the services go
 */
export async function addCanaryChannels(parts: {
  readonly ask: ReturnType<typeof createCaller>;
  readonly canaries: Canaries;
  readonly cookie: string;
  readonly dataDir: string;
  readonly installationSecret: string;
}): Promise<() => Promise<void>> {
  const { ask, canaries, cookie, dataDir } = parts;
  const [echo, mail] = [await startEcho(), await startMailEcho()];
  const secret = (name: string) => {
    const made = secretOf(name);
    canaries.add(`the secret of a channel: ${name}`, made);
    return made;
  };
  const url = (name: string) => ({ url: `${echo.origin}/hooks/${secret(name)}` });
  const settings: Readonly<Record<ChannelType, object>> = {
    slack: url("slack-webhook"),
    discord: url("discord-webhook"),
    teams: { url: `${echo.origin}/workflows?sig=${secret("teams-signature")}` },
    telegram: { baseUrl: echo.origin, chatId: "-100", botToken: `1234567:${secret("bot-token")}` },
    email: {
      ...{ host: "127.0.0.1", port: mail.port, security: "none", username: "ops", password: secret("smtp-password") },
      ...{ from: "ops@banwatch.example", to: ["team@banwatch.example"] },
    },
    ntfy: { baseUrl: echo.origin, topic: "bans", token: secret("ntfy-token") },
    pagerduty: { baseUrl: echo.origin, routingKey: secret("routing-key") },
    webhook: { ...url("webhook"), secret: secret("signing-secret") },
    push: {},
  };

  const subscription = {
    // A name that leads to this machine, which is no push service: nothing goes out.
    endpoint: `https://${hostname()}/push/${secret("push-endpoint")}`,
    keys: {
      p256dh: createECDH("prime256v1").generateKeys().toString("base64url"),
      auth: randomBytes(16).toString("base64url"),
    },
  };
  canaries.add("a browser's secret", subscription.keys.auth);
  canaries.add("a browser's key", subscription.keys.p256dh);
  await ask("/api/alerts/push", { method: "POST", body: subscription, cookie });

  const types = Object.keys(settings) as ChannelType[];
  for (const type of types) {
    const body = { name: `canary ${type}`, type, isDefault: true, settings: settings[type] };
    // Ten a minute are tested, and others are to be: a push test is none, for it tells nothing back.
    if (type !== "push") {
      const draft = { draft: body };
      await ask("/api/alerts/channels/test", { method: "POST", body: draft, cookie, note: `${type}, as it would be` });
    }
    await ask("/api/alerts/channels", { method: "POST", body, cookie, note: type });
  }
  const heartbeatUrl = `${echo.origin}/ping/${secret("heartbeat")}`;
  await ask("/api/alerts/settings", { method: "PATCH", body: { heartbeatUrl }, cookie, note: "heartbeat" });
  await ask("/api/alerts/settings/heartbeat", { method: "POST", cookie, note: "sent by hand" });

  return async () => {
    // What the services answered is kept with every attempt.
    const tried = () =>
      readDatabase(dataDir, (query) =>
        query<{ type: string }>(
          `SELECT DISTINCT d."channelType" AS type FROM "DeliveryAttempt" AS a JOIN "Delivery" AS d ON d."id" = a."deliveryId"
           WHERE d."channelName" LIKE 'canary %'`,
        ),
      );
    await until("every channel has tried", () => tried().length === types.length, 60_000);
    const incidents = readDatabase(dataDir, (query) => query<{ id: string }>(`SELECT "id" FROM "Incident"`));
    for (const { id } of incidents) await ask(`/api/alerts/${id}`, { cookie, note: "told" });

    const vault = createVault(parts.installationSecret, FIRST_KEY_ID);
    const keys = readDatabase(dataDir, (query) =>
      query<{ cipher: string }>(`SELECT "vapidPrivateKeyCipher" AS cipher FROM "AlertSettings"`),
    );
    canaries.add("the private key of browser push", vault.decrypt(keys[0]?.cipher ?? "", VAPID_KEY_CONTEXT));
    await Promise.all([echo.close(), mail.close()]);
  };
}
