import type { CHANNEL_SHAPES, ChannelType } from "@/lib/contracts/alert-channels";

type Shapes = typeof CHANNEL_SHAPES;
type FieldOf<T extends ChannelType> = keyof Shapes[T]["open"]["shape"] | keyof Shapes[T]["secret"]["shape"];

/** Every field that some type of channel has. */
export type SettingName = { [T in ChannelType]: FieldOf<T> & string }[ChannelType];

/** How one field is asked for. */
export interface ChannelField {
  readonly name: SettingName;
  /** addresses: several in one text. secret: hidden, and shown as its end once it is saved. */
  readonly kind: "text" | "url" | "number" | "choice" | "addresses" | "secret";
  readonly required: boolean;
  /** Asked for only by who runs a server of their own: folded away. */
  readonly selfHosted?: true;
  /** Of a choice: what there is; the first counts where nothing was chosen. */
  readonly choices?: readonly string[];
  /** What counts where nothing is entered, or a made-up example. */
  readonly placeholder?: string;
}

/** What each type asks for, in the order in which it is found in the service. */
export const CHANNEL_FIELDS: {
  readonly [T in ChannelType]: readonly (ChannelField & { readonly name: FieldOf<T> })[];
} = {
  slack: [
    { name: "url", kind: "secret", required: true, placeholder: "https://hooks.slack.com/services/…" },
    { name: "flavour", kind: "choice", required: false, selfHosted: true, choices: ["slack", "mattermost"] },
  ],
  discord: [{ name: "url", kind: "secret", required: true, placeholder: "https://discord.com/api/webhooks/…" }],
  teams: [{ name: "url", kind: "secret", required: true, placeholder: "https://….logic.azure.com/workflows/…" }],
  telegram: [
    { name: "botToken", kind: "secret", required: true, placeholder: "123456789:AA…" },
    { name: "chatId", kind: "text", required: true, placeholder: "-1001234567890" },
    { name: "threadId", kind: "number", required: false },
    { name: "baseUrl", kind: "url", required: false, selfHosted: true, placeholder: "https://api.telegram.org" },
  ],
  email: [
    { name: "to", kind: "addresses", required: true, placeholder: "oncall@example.org, lead@example.org" },
    { name: "from", kind: "text", required: true, placeholder: "banwatch@example.org" },
    { name: "host", kind: "text", required: true, placeholder: "smtp.example.org" },
    { name: "port", kind: "number", required: false, placeholder: "587" },
    { name: "security", kind: "choice", required: false, choices: ["starttls", "tls", "none"] },
    { name: "username", kind: "text", required: false },
    { name: "password", kind: "secret", required: false },
  ],
  ntfy: [
    { name: "topic", kind: "text", required: true, placeholder: "banwatch-f3k9q2" },
    { name: "token", kind: "secret", required: false, placeholder: "tk_…" },
    { name: "baseUrl", kind: "url", required: false, selfHosted: true, placeholder: "https://ntfy.sh" },
  ],
  pagerduty: [
    { name: "routingKey", kind: "secret", required: true },
    { name: "baseUrl", kind: "url", required: false, selfHosted: true, placeholder: "https://events.pagerduty.com" },
  ],
  webhook: [
    { name: "url", kind: "secret", required: true, placeholder: "https://hooks.example.org/ban" },
    { name: "secret", kind: "secret", required: false, placeholder: "whsec_…" },
  ],
  push: [],
};

/** The fields of a type, without the exact names of its own. */
export const channelFieldsOf = (type: ChannelType): readonly ChannelField[] => CHANNEL_FIELDS[type];
