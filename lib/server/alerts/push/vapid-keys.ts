import webPush from "web-push";
import { VAPID_KEY_CONTEXT } from "../../secrets/contexts";
import type { Vault } from "../../secrets/vault";
import type { AlertSettingsStore } from "../../store/alerts/alert-settings";

/** The key pair that browsers know this installation by, base64url (RFC 8292), and whom a push service may write to. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  /** A `https:` or `mailto:` address. */
  readonly subject: string;
}

/** Push services take no http address; this one belongs to nobody (RFC 2606). */
const NOBODY = "mailto:banwatch@example.invalid";

/**
 * @param origin the dashboard's own address
 * @returns asks for the keys, which are made and kept on the first use. They stay the same from then on: browsers that
 *   subscribed with others would have to do it again
 */
export function createVapidKeys(parts: {
  readonly store: Pick<AlertSettingsStore, "findVapidKeys" | "saveVapidKeys">;
  readonly vault: Vault;
  readonly origin: string;
}): () => Promise<VapidKeys> {
  const { store, vault, origin } = parts;
  const subject = origin.startsWith("https://") ? origin : NOBODY;
  let opening: Promise<VapidKeys> | null = null;

  const open = async (): Promise<VapidKeys> => {
    const kept = await store.findVapidKeys();
    if (kept !== null) {
      const privateKey = vault.decrypt(kept.vapidPrivateKeyCipher, VAPID_KEY_CONTEXT);
      return { publicKey: kept.vapidPublicKey, privateKey, subject };
    }
    const made = webPush.generateVAPIDKeys();
    await store.saveVapidKeys({
      vapidPublicKey: made.publicKey,
      vapidPrivateKeyCipher: vault.encrypt(made.privateKey, VAPID_KEY_CONTEXT),
    });
    return { ...made, subject };
  };

  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
}
