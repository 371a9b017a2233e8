import { createHash } from "node:crypto";
import type { PushResponse, SubscribePushRequest } from "@/lib/contracts/alert-settings";
import { invalidField } from "../../accounts/invalid-field";
import { createAuditRecord } from "../../audit/audit-record";
import { createEventId } from "../../event-id";
import { findNotPublic } from "../../net/public-address";
import { RequestError } from "../../request-error";
import type { Actor } from "../../team/actor";
import type { PushRecords, PushSubscriptionRecord } from "./push-records";

export interface PushService {
  /** The key to subscribe with, and the browsers of whoever asks. */
  get(actor: Actor): Promise<PushResponse>;
  /**
   * Switches push on in a browser of whoever asks. A browser that was somebody else's is theirs from then on: it is the
   * one that they sit at. Beyond 20 browsers the oldest goes.
   *
   * @param userAgent what the browser calls itself
   * @throws {RequestError} 400 naming the field, for an address that is no push service's
   */
  subscribe(request: SubscribePushRequest, userAgent: string | null, actor: Actor): Promise<PushResponse>;
  /** Switches it off in one browser of whoever asks. @throws {RequestError} 404, also for somebody else's */
  unsubscribe(id: string, actor: Actor): Promise<void>;
}

const MAX_BROWSERS = 20;
const MAX_USER_AGENT_CHARS = 300;

/** RFC 6761, 6.3; a dot at the end changes nothing. */
const LOCALHOST = /^(.+\.)?localhost\.?$/;

/**
 * Messages are encrypted for the browser, but who gets them when is nobody's business on the way. What a name leads to
 * is looked at with every connection.
 */
function assertPushAddress(endpoint: string): void {
  const url = URL.parse(endpoint);
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw invalidField("endpoint", "must be an https address");
  }
  const reason = LOCALHOST.test(url.hostname) ? "a loopback address" : findNotPublic(url.hostname);
  if (reason !== null) throw invalidField("endpoint", `must be a push service's address, not ${reason}`);
}

const bytesOf = (base64url: string): Buffer => Buffer.from(base64url, "base64url");

/** An uncompressed point of P-256, and 16 bytes (RFC 8291 §3.1, §3.2). */
function assertKeys({ p256dh, auth }: SubscribePushRequest["keys"]): void {
  const point = bytesOf(p256dh);
  if (point.length !== 65 || point[0] !== 4) throw invalidField("keys.p256dh", "is not a browser's public key");
  if (bytesOf(auth).length !== 16) throw invalidField("keys.auth", "is not a browser's secret");
}

const plainAgent = (text: string | null): string =>
  (text ?? "")
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, MAX_USER_AGENT_CHARS);

export function createPushService(parts: { readonly records: PushRecords; readonly now: () => number }): PushService {
  const { records, now } = parts;

  const listOf = (userId: string) => records.listSubscriptions().filter((record) => record.userId === userId);

  const get = async ({ id: userId }: Pick<Actor, "id">): Promise<PushResponse> => ({
    publicKey: (await records.vapidKeys()).publicKey,
    subscriptions: listOf(userId).map(({ id, userAgent, createdAtMs, endpointHash }) => ({
      id,
      userAgent,
      createdAtMs,
      endpointHash,
    })),
  });

  const auditOf = (action: "push.subscribed" | "push.unsubscribed", record: PushSubscriptionRecord, actor: Actor) =>
    createAuditRecord(actor, { action, target: { kind: "push", id: record.id, name: record.userAgent } }, now());

  return {
    get,
    subscribe: async ({ endpoint, keys }, userAgent, actor) => {
      assertPushAddress(endpoint);
      assertKeys(keys);
      const endpointHash = createHash("sha256").update(endpoint).digest("hex");
      await records.save(() => {
        const known = records.listSubscriptions().find((record) => record.endpointHash === endpointHash);
        const isSame = known?.userId === actor.id && known.keys.p256dh === keys.p256dh && known.keys.auth === keys.auth;
        if (isSame) return null;
        const own = listOf(actor.id).filter((record) => record !== known);
        const outgrown = own.slice(0, Math.max(0, own.length - MAX_BROWSERS + 1));
        const added: PushSubscriptionRecord = {
          id: createEventId(now()),
          userId: actor.id,
          endpoint,
          keys,
          endpointHash,
          userAgent: plainAgent(userAgent),
          createdAtMs: now(),
        };
        const dropped = [...outgrown, ...(known === undefined ? [] : [known])];
        return { added, droppedIds: dropped.map(({ id }) => id), audit: auditOf("push.subscribed", added, actor) };
      });
      return get(actor);
    },
    unsubscribe: async (id, actor) => {
      await records.save(() => {
        const record = listOf(actor.id).find((own) => own.id === id);
        if (record === undefined) throw new RequestError(404, "not_found", "There is no such browser of yours.");
        return { added: null, droppedIds: [id], audit: auditOf("push.unsubscribed", record, actor) };
      });
    },
  };
}
