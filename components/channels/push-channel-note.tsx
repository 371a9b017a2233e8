import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { PushGate } from "@/lib/client/channels/push-gate";

type PushChannelNoteProps = {
  missing: NonNullable<PushGate["missing"]>;
  /** Whether the viewer can add the channel; the others are told whom to ask. */
  mayAdd: boolean;
  onAddChannel: () => void;
};

/** That nothing arrives, because no channel leads to browsers, it is off, or no rule leads to it. */
export function PushChannelNote({ missing, mayAdd, onAddChannel }: PushChannelNoteProps) {
  const t = useTranslations("channels.push");
  return (
    <div className="flex gap-3 rounded-md border border-warning/40 bg-warning-soft p-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      {missing !== "none" ? (
        <p className="text-warning">{t(missing === "off" ? "channelOff" : "unled")}</p>
      ) : (
        <div className="min-w-0">
          <p className="font-medium text-warning">{t("noChannel.title")}</p>
          <p>{t(mayAdd ? "noChannel.adminHint" : "noChannel.hint")}</p>
          {mayAdd && (
            <Button size="sm" variant="primary" className="mt-2" onClick={onAddChannel}>
              {t("noChannel.add")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
