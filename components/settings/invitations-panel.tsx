"use client";

import { Ban, MailOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Instant } from "@/components/ui/instant";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { toast } from "@/components/ui/toaster";
import { useInvitations, useRevokeInvitation } from "@/lib/client/settings/people";
import type { SignInLink } from "@/lib/contracts/people";
import { RoleBadge } from "./role-badge";
import { RowButton } from "./row-button";
import { useCommand } from "./use-command";

/** The links that can still be used, and the way to end one. */
export function InvitationsPanel() {
  const t = useTranslations("settings.invitations");
  const { data, error, isPending, isFetching, refetch } = useInvitations();
  const { open, start, close } = useCommand<SignInLink>();

  if (isPending) return <PanelSkeleton label={t("title")} />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  return (
    <>
      {data.invitations.length === 0 ? (
        <PanelEmpty label={t("title")} icon={MailOpen} title={t("empty")} hint={t("emptyHint")} />
      ) : (
        <Panel label={t("label", { count: data.invitations.length })} stale={error !== null} flush>
          <InvitationList invitations={data.invitations} onRevoke={start} />
        </Panel>
      )}
      {open !== null && <RevokeLinkDialog link={open} onClose={close} />}
    </>
  );
}

type InvitationListProps = { invitations: readonly SignInLink[]; onRevoke: (link: SignInLink) => void };

function InvitationList({ invitations, onRevoke }: InvitationListProps) {
  const t = useTranslations("settings.invitations");
  const nameOf = ({ kind, email, person }: SignInLink) =>
    kind === "reset" ? t("passwordOf", { person: person ?? email ?? "" }) : (email ?? t("anyone"));
  const columns: readonly RecordColumn<SignInLink>[] = [
    {
      key: "for",
      header: t("column.for"),
      part: "name",
      cell: (link) => (
        <bdi className={link.kind === "invitation" && link.email === null ? "text-muted" : "wrap-anywhere font-medium"}>
          {nameOf(link)}
        </bdi>
      ),
    },
    { key: "role", header: t("column.role"), cell: ({ role }) => (role === null ? "–" : <RoleBadge role={role} />) },
    {
      key: "expires",
      header: t("column.expires"),
      cell: ({ expiresAtMs }) => <Instant atMs={expiresAtMs} format="dateTime" />,
    },
    {
      key: "createdBy",
      header: t("column.createdBy"),
      cell: ({ createdBy }) => <bdi className="wrap-anywhere">{createdBy}</bdi>,
    },
    {
      key: "actions",
      header: t("column.actions"),
      part: "actions",
      cell: (link) => (
        <RowButton icon={Ban} action={t("revoke")} name={nameOf(link)} onPress={() => onRevoke(link)} dangerous />
      ),
    },
  ];
  return <RecordList label={t("title")} columns={columns} rows={invitations} rowKey={({ id }) => id} />;
}

function RevokeLinkDialog({ link, onClose }: { link: SignInLink; onClose: () => void }) {
  const t = useTranslations("settings.invitations");
  const revoke = useRevokeInvitation();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("revokeTitle")}
      description={t("revokeDescription")}
      confirmLabel={t("revoke")}
      onConfirm={() =>
        revoke.mutate(link.id, {
          onSuccess: () => {
            toast.success(t("revoked"));
            onClose();
          },
          onError: (error) => toast.error(t("revokeFailed"), { description: error.message }),
        })
      }
      pending={revoke.isPending}
      dangerous
    />
  );
}
