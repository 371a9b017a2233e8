import type { ChannelType } from "@/lib/contracts/alert-channels";
import { createRefuseNotPublic } from "@/lib/server/net/public-address";
import type { SendTo } from "./channel-adapter";
import { createDeliveryProgress } from "./delivery-progress";
import { createSendDiscord } from "./discord";
import { createSendEmail, type EmailParts } from "./email";
import { createHttpSender, type HttpSender } from "./http-sender";
import { createSendNtfy } from "./ntfy";
import { createSendPagerDuty } from "./pagerduty";
import { createSendPush, type PushParts } from "./push";
import { createSendSlack } from "./slack";
import { createSendTeams } from "./teams";
import { createSendTelegram } from "./telegram";
import { createSendWebhook } from "./webhook";

/** How to send to each type of channel. None of them ever rejects. */
export type Senders = { readonly [T in ChannelType]: SendTo<T> };

export interface SenderParts extends EmailParts {
  readonly push: PushParts;
  /** For tests, whose push service is not public: the way out for push. Where it is left out, push goes over https to public addresses only. */
  readonly pushHttp?: HttpSender;
  readonly nowMs?: () => number;
}

/**
 * Makes what every message goes out by: one way for all that goes over HTTP, one for mail, both with the same rule for
 * addresses, and one for push with a stricter rule: whoever may sign in names a push service, and it need not be one.
 * `close` breaks off what is under way.
 */
export function createSenders(parts: SenderParts): { senders: Senders; close(): Promise<void> } {
  const { refuseAddress, lookUp, certificates, push, nowMs = Date.now } = parts;
  const http = createHttpSender({ refuseAddress, lookUp });
  const pushHttp =
    parts.pushHttp ??
    createHttpSender({ refuseAddress: createRefuseNotPublic(refuseAddress), lookUp, isHttpsOnly: true });
  const httpParts = { http, nowMs };
  const progress = createDeliveryProgress();
  const closing = new AbortController();
  const sendEmail = createSendEmail({ refuseAddress, lookUp, certificates }, progress);
  return {
    senders: {
      slack: createSendSlack(httpParts),
      discord: createSendDiscord(httpParts),
      teams: createSendTeams(httpParts),
      telegram: createSendTelegram(httpParts),
      email: (message, settings, signal) => sendEmail(message, settings, AbortSignal.any([signal, closing.signal])),
      ntfy: createSendNtfy(httpParts),
      pagerduty: createSendPagerDuty(httpParts, progress),
      webhook: createSendWebhook(httpParts),
      push: createSendPush({ http: pushHttp, nowMs }, progress, push),
    },
    close: async () => {
      closing.abort();
      await Promise.all([http.close(), pushHttp.close()]);
    },
  };
}
