"use client";

import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Panel, PanelFailure } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { prepareCooldownCards } from "@/lib/client/cooldowns/cooldown-cards";
import { useCooldowns } from "@/lib/client/cooldowns/cooldowns";
import { CooldownCardView } from "./cooldown-card-view";

/** The height of one quiet line, which is what this panel is most of the time. */
const QUIET = "flex min-h-14 items-center gap-3 px-4 py-2.5";

/**
 * Every ban that runs, with the time that is left. Without one it is a single reassuring line.
 *
 * @param compact it stands among other things: shorter cards, and a link to the page of its own
 */
export function CooldownsPanel({ compact = false }: { compact?: boolean }) {
  const t = useTranslations("cooldowns");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useCooldowns();

  if (isPending) return <QuietSkeleton />;
  if (!data) {
    return <PanelFailure title={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  const cards = prepareCooldownCards(data.cooldowns);
  // A quiet line must not reassure when it is not known to hold any more.
  if (cards.length === 0 && !isRefetchError) return <Quiet compact={compact} />;
  return (
    <Panel label={t("label")} stale={isRefetchError} actions={compact && <AllLink />}>
      {cards.length === 0 ? (
        <p className="text-muted">{t("empty")}</p>
      ) : (
        <ul className="grid-fluid [--grid-min:21rem]">
          {cards.map((card) => (
            <CooldownCardView key={card.id} card={card} clock={data} compact={compact} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function AllLink() {
  const t = useTranslations("cooldowns");
  return (
    <Link href="/cooldowns" className={buttonClasses({ size: "sm" })}>
      {t("all")}
    </Link>
  );
}

function Quiet({ compact }: { compact: boolean }) {
  const t = useTranslations("cooldowns");
  return (
    <Card className={QUIET}>
      <ShieldCheck aria-hidden className="size-5 shrink-0 text-success" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <h2 className="font-medium">{t("empty")}</h2>
        <p className="text-muted">{t("emptyHint")}</p>
      </div>
      {compact && <AllLink />}
    </Card>
  );
}

function QuietSkeleton() {
  const t = useTranslations("common");
  const label = useTranslations("cooldowns")("label");
  return (
    <Card className={QUIET} role="status">
      <span className="sr-only">{t("loadingLabel", { label })}</span>
      <Skeleton className="size-5 rounded-full" />
      <Skeleton className="h-4 w-3/5 max-w-96" />
    </Card>
  );
}
