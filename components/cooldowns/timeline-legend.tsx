import { useTranslations } from "next-intl";
import { BAN_KINDS, banKindOf } from "@/lib/client/cooldowns/ban-kind";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { banColour, banFill } from "./ban-colour";

/** What the colours mean; only those that are drawn. */
export function TimelineLegend({ cooldowns }: { cooldowns: readonly Cooldown[] }) {
  const t = useTranslations("cooldowns");
  const kinds = new Set(cooldowns.filter(({ isDrill }) => !isDrill).map(banKindOf));
  return (
    <ul aria-label={t("timeline.legend")} className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-xs">
      {BAN_KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <Swatch colour={banColour(kind, false)} />
          {t(`kind.${kind}`)}
        </li>
      ))}
      {cooldowns.some(({ isDrill }) => isDrill) && (
        <li className="flex items-center gap-1.5" title={t("drillHint")}>
          <Swatch colour={banColour("address", true)} hatched />
          {t("drill")}
        </li>
      )}
    </ul>
  );
}

/** Decorative: the words are always beside it. */
export function Swatch({ colour, hatched = false }: { colour: string; hatched?: boolean }) {
  return (
    <span
      aria-hidden
      className="h-2.5 w-4 shrink-0 rounded-xs border"
      style={{ backgroundImage: banFill(colour, hatched), borderColor: colour }}
    />
  );
}
