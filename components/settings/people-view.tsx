"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { usePeople } from "@/lib/client/settings/people";
import type { Person, SignInLinkResponse } from "@/lib/contracts/people";
import { ChangeRoleDialog } from "./change-role-dialog";
import { InvitationsPanel } from "./invitations-panel";
import { InviteDialog } from "./invite-dialog";
import { PeopleList, type PersonCommand } from "./people-list";
import { RemovePersonDialog } from "./remove-person-dialog";
import { ResetPasswordDialog } from "./reset-password-dialog";
import { SignInLinkDialog } from "./sign-in-link-dialog";
import { useCommand } from "./use-command";

type Window = { kind: PersonCommand; person: Person } | { kind: "invite" } | { kind: "link"; made: SignInLinkResponse };

/** Who may use Banwatch, and who has been asked to. */
export function PeopleView() {
  const { open, start, next, close } = useCommand<Window>();
  const showLink = (made: SignInLinkResponse) => next({ kind: "link", made });
  return (
    <>
      <People onCommand={(kind, person) => start({ kind, person })} onInvite={() => start({ kind: "invite" })} />
      <InvitationsPanel />
      {open?.kind === "role" && <ChangeRoleDialog person={open.person} onClose={close} />}
      {open?.kind === "remove" && <RemovePersonDialog person={open.person} onClose={close} />}
      {open?.kind === "reset" && <ResetPasswordDialog person={open.person} onMade={showLink} onClose={close} />}
      {open?.kind === "invite" && <InviteDialog onMade={showLink} onClose={close} />}
      {open?.kind === "link" && <SignInLinkDialog made={open.made} onClose={close} />}
    </>
  );
}

type PeopleProps = { onCommand: (command: PersonCommand, person: Person) => void; onInvite: () => void };

function People({ onCommand, onInvite }: PeopleProps) {
  const t = useTranslations("settings.people");
  const { data, error, isPending, isFetching, refetch } = usePeople();
  const invite = (
    <Button variant="primary" size="sm" onClick={onInvite}>
      <UserPlus aria-hidden />
      {t("invite")}
    </Button>
  );

  if (isPending) return <PanelSkeleton label={t("title")} className="min-h-72" />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  if (data.people.length === 0) return <PanelEmpty label={t("title")} title={t("empty")} action={invite} />;
  return (
    <Panel label={t("label", { count: data.people.length })} stale={error !== null} actions={invite} flush>
      <PeopleList people={data.people} onCommand={onCommand} />
    </Panel>
  );
}
