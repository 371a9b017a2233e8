import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { ProvisionedBadge } from "@/components/ui/provisioned-badge";

type SecretNameProps = {
  name: string;
  last4: string;
  /** "Key ending in …", for assistive technology. */
  ending: string;
  provisioned: boolean;
};

/** The name of a key or token with all that is ever shown of it. */
export function SecretName({ name, last4, ending, provisioned }: SecretNameProps) {
  const t = useTranslations("settings");
  return (
    <div className="min-w-0 @4xl:min-w-40">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <bdi className="wrap-anywhere font-medium">{name}</bdi>
        {provisioned && <ProvisionedBadge />}
      </span>
      <span className="block whitespace-nowrap font-mono text-muted text-xs">
        <span className="sr-only">{ending}</span>
        <span aria-hidden>{`•••• ${last4}`}</span>
      </span>
      {provisioned && (
        // A touch screen has no tooltips; there the cards of narrow screens say it.
        <span className="mt-0.5 block text-muted text-xs @4xl:hidden">{t("provisionedWhy")}</span>
      )}
    </div>
  );
}

/** As the server names the provisioning file as a maker. */
const PROVISIONING_NAME = "provisioning file";

const TONES = { active: "success", expired: "warning", revoked: "neutral" } as const;

export function StateBadge({ state }: { state: keyof typeof TONES }) {
  const t = useTranslations("settings.state");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** When something happened; `words` where it never did. */
export function OptionalInstant({ atMs, words }: { atMs: number | null; words: string }) {
  if (atMs === null) return <span className="text-muted">{words}</span>;
  return <Instant atMs={atMs} format="dateTime" />;
}

/** When something was made, and by whom. */
export function MadeBy({ atMs, by, provisioned }: { atMs: number; by: string; provisioned: boolean }) {
  const t = useTranslations("settings.audit.actor");
  const maker = provisioned && by === PROVISIONING_NAME ? t("file") : by;
  return (
    <div className="min-w-0">
      <Instant atMs={atMs} format="date" />
      <bdi className="wrap-anywhere block max-w-[24ch] text-muted text-xs @4xl:truncate" title={maker}>
        {maker}
      </bdi>
    </div>
  );
}
