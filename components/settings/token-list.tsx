"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import type { ApiToken } from "@/lib/contracts/tokens";
import { MadeBy, OptionalInstant, SecretName, StateBadge } from "./key-cells";
import { RoleBadge } from "./role-badge";
import { RowButton } from "./row-button";

type TokenListProps = {
  /** What the table lists. */
  label: string;
  tokens: readonly ApiToken[];
  onRevoke: (token: ApiToken) => void;
};

export function TokenList({ label, tokens, onRevoke }: TokenListProps) {
  const t = useTranslations("settings.tokens");
  const tSettings = useTranslations("settings");
  const columns: readonly RecordColumn<ApiToken>[] = [
    {
      key: "name",
      header: t("column.name"),
      part: "name",
      cell: ({ name, last4, provisioned }) => (
        <SecretName name={name} last4={last4} ending={t("ending", { last4 })} provisioned={provisioned} />
      ),
    },
    { key: "role", header: t("column.role"), cell: ({ role }) => <RoleBadge role={role} /> },
    {
      key: "created",
      header: t("column.created"),
      cell: ({ createdAtMs, createdBy, provisioned }) => (
        <MadeBy atMs={createdAtMs} by={createdBy} provisioned={provisioned} />
      ),
    },
    {
      key: "lastUsed",
      header: t("column.lastUsed"),
      cell: ({ lastUsedAtMs }) => <OptionalInstant atMs={lastUsedAtMs} words={tSettings("notYet")} />,
    },
    {
      key: "expires",
      header: t("column.expires"),
      cell: ({ expiresAtMs }) => <OptionalInstant atMs={expiresAtMs} words={tSettings("neverExpires")} />,
    },
    { key: "state", header: t("column.state"), cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: "actions",
      header: t("column.actions"),
      part: "actions",
      cell: (token) =>
        token.state === "active" && (
          <RowButton
            icon={Ban}
            action={t("revoke.action")}
            name={token.name}
            reason={token.provisioned ? tSettings("provisionedWhy") : undefined}
            onPress={() => onRevoke(token)}
            dangerous
          />
        ),
    },
  ];
  return <RecordList label={label} columns={columns} rows={tokens} rowKey={({ id }) => id} />;
}
