import type { AlertChannel, ChannelType } from "@/lib/contracts/alert-channels";

/** What is being done about channels, in a window over the page. */
export type ChannelCommand =
  | { readonly kind: "add"; readonly type: ChannelType | null }
  | { readonly kind: "edit" | "test" | "delete"; readonly channel: AlertChannel };
