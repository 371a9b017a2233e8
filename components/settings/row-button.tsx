import type { LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

type RowButtonProps = {
  icon: LucideIcon;
  action: string;
  /** What it is done to. */
  name: string;
  /** Why it cannot be done here; the button stays in sight and in reach. */
  reason?: string;
  dangerous?: boolean;
  /** It stands beside others in a table that is short of room: there the icon stands alone. */
  crowded?: boolean;
  onPress: () => void;
};

/** A command on one row. Its name for assistive technology is whole, whatever the eye is shown. */
export function RowButton(props: RowButtonProps) {
  const { icon: Icon, action, name, reason, dangerous = false, crowded = false, onPress } = props;
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
        crowded && "@4xl:ml-0 @4xl:px-1.5 @7xl:px-2.5",
        dangerous && "text-critical",
        "aria-disabled:cursor-not-allowed aria-disabled:text-muted aria-disabled:opacity-50 aria-disabled:hover:bg-transparent",
      )}
    >
      <Icon aria-hidden />
      <span className={cn(crowded && "@4xl:hidden @7xl:inline")}>{action}</span>
    </Button>
  );
}
