import type { ChannelOpen, ChannelSecret, ChannelType } from "@/lib/contracts/alert-channels";
import type { AlertNotice, NoticeEvent } from "@/lib/contracts/alert-notice";
import type { Severity } from "@/lib/domain/alert-rules/kinds";
import type { Locale } from "@/lib/domain/locales";

/** One message in words, ready to be put into a service's form. */
export interface ComposedMessage {
  /** The same for every attempt: what a receiver may tell twins by. */
  readonly dedupKey: string;
  readonly event: NoticeEvent;
  /** The worst of its notices. */
  readonly severity: Severity;
  readonly isDrill: boolean;
  readonly locale: Locale;
  readonly title: string;
  /** Plain text of one or more lines: what happened, and what to do. */
  readonly text: string;
  /** What, where, since when, how long still, how many calls; empty where a template made the text. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly MessageLink[];
  /** The incidents that it tells of, the oldest first; at least one. */
  readonly notices: readonly AlertNotice[];
  /** When the message became due. */
  readonly atMs: number;
}

export interface MessageLink {
  readonly kind: "acknowledge" | "incident" | "report";
  readonly label: string;
  readonly url: string;
}

/** What came of one attempt to send. `answer` is the service's own, cut at 500 characters and without secrets. */
export type SendOutcome =
  | { readonly kind: "delivered"; readonly httpStatus: number | null; readonly answer: string }
  /** To be tried again, no earlier than after `retryAfterMs` where the service named a time. */
  | {
      readonly kind: "failed";
      readonly httpStatus: number | null;
      readonly answer: string;
      readonly reason: string;
      readonly retryAfterMs: number | null;
    }
  /** Never to be tried again. `channelIsGone`: nor is any other message (404, 410, a token that is refused). */
  | {
      readonly kind: "refused";
      readonly httpStatus: number | null;
      readonly answer: string;
      readonly reason: string;
      readonly channelIsGone: boolean;
    };

/** Settings of no fields would make a type in which every field is impossible. */
type Fields<S> = string extends keyof S ? unknown : S;

/** What a channel of one type is set up with, its secrets in the clear. */
export type ChannelSettings<T extends ChannelType> = Fields<ChannelOpen<T>> & Fields<ChannelSecret<T>>;

/** Knows one type of channel: puts a message into the service's form, and reads the answer. Never rejects. */
export type SendTo<T extends ChannelType> = (
  message: ComposedMessage,
  settings: ChannelSettings<T>,
  signal: AbortSignal,
) => Promise<SendOutcome>;
