import type { LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

const CROWDED = {
  fewColumns: { button: "@4xl:ml-0 @4xl:px-1.5 @6xl:px-2.5", word: "@4xl:hidden @6xl:inline" },
  manyColumns: { button: "@4xl:ml-0 @4xl:px-1.5 @7xl:px-2.5", word: "@4xl:hidden @7xl:inline" },
} as const;

type RowButtonProps = {
  icon: LucideIcon;
  action: string;
  /** What it is done to. */
  name: string;
  /** Why it cannot be done here; the button stays in sight and in reach. */
  reason?: string;
  dangerous?: boolean;
  /** It stands beside others in a table that is short of room: there the icon stands alone, in one of many columns longer. */
  crowded?: keyof typeof CROWDED;
  onPress: () => void;
};

/** A command on one row. Its name for assistive technology is whole, whatever the eye is shown. */
export function RowButton(props: RowButtonProps) {
  const { icon: Icon, action, name, reason, dangerous = false, crowded, onPress } = props;
  const t = useTranslations("settings");
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-label={t("actionOf", { action, name })}
      aria-description={reason}
      title={reason ?? action}
      // Not `disabled`: the reason could not be reached by keyboard.
      aria-disabled={reason !== undefined || undefined}
      onClick={() => reason === undefined && onPress()}
      className={cn(
        "-ml-2.5",
        crowded && CROWDED[crowded].button,
        dangerous && "text-critical",
        "aria-disabled:cursor-not-allowed aria-disabled:text-muted aria-disabled:opacity-50 aria-disabled:hover:bg-transparent",
      )}
    >
      <Icon aria-hidden />
      <span className={crowded && CROWDED[crowded].word}>{action}</span>
    </Button>
  );
}
