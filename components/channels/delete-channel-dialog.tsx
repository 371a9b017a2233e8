"use client";

import { useTranslations } from "next-intl";
import { useRuleName } from "@/components/alert-rules/use-rule-name";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useRules } from "@/lib/client/alert-rules/rules";
import { useDeleteChannel } from "@/lib/client/channels/channels";
import { toNamingRules } from "@/lib/client/channels/naming-rules";
import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** Asks before a channel goes, and says which rules will do without it. */
export function DeleteChannelDialog({ channel, onClose }: { channel: AlertChannel; onClose: () => void }) {
  const t = useTranslations("channels.delete");
  const remove = useDeleteChannel();
  const nameOf = useRuleName();
  const { alone, others } = toNamingRules(
    (useRules().data?.rules ?? []).map((rule) => ({ ...rule, name: nameOf(rule) })),
    channel.id,
  );
  const { id, name } = channel;

  const confirm = () => {
    if (remove.isPending) return;
    remove.mutate(id, {
      onSuccess: () => {
        toast.success(t("done", { name }));
        onClose();
      },
      onError: (error) => toast.error(t("failed", { name }), { description: error.message }),
    });
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={
        <>
          {t("description")}
          <RuleNames intro={t("namedAlone", { count: alone.length })} names={alone} />
          <RuleNames intro={t("named", { count: others.length })} names={others} />
        </>
      }
      confirmLabel={t("confirm")}
      onConfirm={confirm}
      pending={remove.isPending}
      dangerous
    />
  );
}

/** Spans, for all of it stands in one paragraph. */
function RuleNames({ intro, names }: { intro: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <span className="mt-3 block text-foreground">
      {intro}
      {names.map((name) => (
        <bdi key={name} className="wrap-anywhere mt-1 block border-l-2 pl-2.5 font-medium">
          {name}
        </bdi>
      ))}
    </span>
  );
}
