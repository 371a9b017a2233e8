import { z } from "zod";
import { alertNotice, type NoticeEvent, type SaidEvent, saidEvent, severity } from "@/lib/contracts/alert-notice";
import { LOCALES } from "@/lib/domain/locales";
import type { ComposedMessage } from "./channel-adapter";

const [firstType, ...otherTypes] = saidEvent.options.map((event) => `alert.${event}` as const);

/** Webhooks hear of no acknowledgement; what is acknowledged still is so. */
const toSaid = (event: NoticeEvent): SaidEvent => (event === "acknowledged" ? "reminder" : event);

/** What the generic webhook is sent (Standard Webhooks, "Payload structure"). Fields may be added, never taken away. */
export const webhookPayload = z
  .object({
    type: z.enum([firstType as `alert.${SaidEvent}`, ...otherTypes]).meta({
      description:
        "Why the message is sent. firing: it began. reminder: it still is so. escalation: nobody has acknowledged it. resolved: it is over. test: somebody pressed the button.",
    }),
    timestamp: z.iso.datetime().meta({ description: "When the message became due: ISO 8601, UTC." }),
    data: z.object({
      title: z.string().meta({ description: "One line, in the channel's language." }),
      text: z.string().meta({ description: "What happened, and what to do: plain text of one or more lines." }),
      severity: severity.meta({ description: "The worst of its notices." }),
      isDrill: z.boolean().meta({ description: "Whether it comes from a rehearsal." }),
      locale: z.enum(LOCALES),
      facts: z
        .array(z.object({ name: z.string(), value: z.string() }))
        .meta({ description: "What, where, since when and how much, in words." }),
      links: z
        .array(z.object({ kind: z.enum(["acknowledge", "incident", "report"]), label: z.string(), url: z.string() }))
        .meta({ description: "Where to acknowledge it, and where to read more." }),
      notices: z
        .array(alertNotice.extend({ event: saidEvent }))
        .min(1)
        .meta({ description: "The incidents that it tells of, in data. Instants are milliseconds since 1970, UTC." }),
    }),
  })
  .meta({ title: "Banwatch alert" });
export type WebhookPayload = z.infer<typeof webhookPayload>;

/** The payload's JSON Schema (draft 2020-12), for those who build a receiver. */
export const webhookPayloadSchema = () => z.toJSONSchema(webhookPayload, { io: "output" });

/** A message as data, for programs. */
export const toWebhookPayload = (message: ComposedMessage): WebhookPayload => {
  const { event, atMs, title, text, severity: worst, isDrill, locale, facts, links, notices } = message;
  return {
    type: `alert.${toSaid(event)}`,
    timestamp: new Date(atMs).toISOString(),
    data: {
      title,
      text,
      severity: worst,
      isDrill,
      locale,
      facts: facts.map(({ name, value }) => ({ name, value })),
      links: links.map(({ kind, label, url }) => ({ kind, label, url })),
      notices: notices.map((notice) => ({ ...notice, event: toSaid(notice.event) })),
    },
  };
};
