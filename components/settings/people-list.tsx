"use client";

import { RectangleEllipsis, ShieldCheck, ShieldOff, UserMinus, UserPen } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { useViewer } from "@/lib/client/session/viewer";
import { changesOwnPassword, readPersonOptions } from "@/lib/client/settings/person-rules";
import type { Person } from "@/lib/contracts/people";
import { RoleBadge } from "./role-badge";
import { RowButton } from "./row-button";

export type PersonCommand = "role" | "reset" | "remove";

type PeopleListProps = { people: readonly Person[]; onCommand: (command: PersonCommand, person: Person) => void };

export function PeopleList({ people, onCommand }: PeopleListProps) {
  const t = useTranslations("settings.people");
  const columns: readonly RecordColumn<Person>[] = [
    { key: "name", header: t("column.name"), part: "name", cell: (person) => <PersonName person={person} /> },
    { key: "role", header: t("column.role"), cell: ({ role }) => <RoleBadge role={role} /> },
    {
      key: "totp",
      header: t("column.secondFactor"),
      cell: ({ totp }) => (
        <Badge tone={totp ? "success" : "neutral"} icon={totp ? ShieldCheck : ShieldOff}>
          {t(totp ? "totp.on" : "totp.off")}
        </Badge>
      ),
    },
    { key: "signsIn", header: t("column.signsIn"), cell: (person) => t(`signsIn.${wayIn(person)}`) },
    {
      key: "lastSignIn",
      header: t("column.lastSignIn"),
      cell: ({ lastSignInAtMs }) =>
        lastSignInAtMs === null ? (
          <span className="text-muted">{t("noSession")}</span>
        ) : (
          <Instant atMs={lastSignInAtMs} format="dateTime" />
        ),
    },
    {
      key: "actions",
      header: t("column.actions"),
      part: "actions",
      cell: (person) => <PersonActions person={person} onCommand={onCommand} />,
    },
  ];
  return <RecordList label={t("title")} columns={columns} rows={people} rowKey={({ id }) => id} />;
}

function PersonName({ person }: { person: Person }) {
  const t = useTranslations("settings");
  const viewer = useViewer();
  return (
    <div className="min-w-0 @4xl:min-w-44">
      <span className="flex flex-wrap items-center gap-x-2">
        <bdi className="wrap-anywhere font-medium">{person.name}</bdi>
        {viewer?.id === person.id && <Badge>{t("you")}</Badge>}
      </span>
      <span translate="no" className="wrap-anywhere block text-muted text-xs">
        {person.email}
      </span>
      {viewer !== null && changesOwnPassword(viewer, person) && (
        <span className="mt-0.5 block text-muted text-xs">
          {t.rich("people.ownPassword", {
            link: (text) => (
              <Link href="/profile" className="rounded-sm text-accent underline underline-offset-2">
                {text}
              </Link>
            ),
          })}
        </span>
      )}
    </div>
  );
}

function wayIn({ password, identityProvider }: Person): "both" | "password" | "identityProvider" | "none" {
  if (password) return identityProvider ? "both" : "password";
  return identityProvider ? "identityProvider" : "none";
}

function PersonActions({ person, onCommand }: { person: Person; onCommand: PeopleListProps["onCommand"] }) {
  const t = useTranslations("settings.people.action");
  const viewer = useViewer();
  if (viewer === null) return null;
  const { roles, canReset, canRemove } = readPersonOptions(viewer, person);
  const shared = { name: person.name, crowded: "fewColumns" as const };
  return (
    <div className="flex flex-wrap gap-1.5 empty:hidden @4xl:flex-nowrap">
      {roles.length > 0 && (
        <RowButton {...shared} icon={UserPen} action={t("role")} onPress={() => onCommand("role", person)} />
      )}
      {canReset && (
        <RowButton
          {...shared}
          icon={RectangleEllipsis}
          action={t("reset")}
          onPress={() => onCommand("reset", person)}
        />
      )}
      {canRemove && (
        <RowButton
          {...shared}
          icon={UserMinus}
          action={t("remove")}
          onPress={() => onCommand("remove", person)}
          dangerous
        />
      )}
    </div>
  );
}
