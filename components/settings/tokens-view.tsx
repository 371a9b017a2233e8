"use client";

import { Plus, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FoldedList } from "@/components/ui/folded-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useTokens } from "@/lib/client/settings/tokens";
import type { ApiToken, CreateApiTokenResponse } from "@/lib/contracts/tokens";
import { CreateTokenDialog } from "./create-token-dialog";
import { CreatedTokenDialog } from "./created-token-dialog";
import { RevokeTokenDialog } from "./revoke-token-dialog";
import { TokenList } from "./token-list";
import { useCommand } from "./use-command";

type Window =
  | { kind: "create" }
  | { kind: "created"; made: CreateApiTokenResponse }
  | { kind: "revoke"; token: ApiToken };

/** The tokens that machines ask the API with. */
export function TokensView() {
  const { open, start, next, close } = useCommand<Window>();
  return (
    <>
      <Tokens onCreate={() => start({ kind: "create" })} onRevoke={(token) => start({ kind: "revoke", token })} />
      {open?.kind === "create" && (
        <CreateTokenDialog onMade={(made) => next({ kind: "created", made })} onClose={close} />
      )}
      {open?.kind === "created" && <CreatedTokenDialog made={open.made} onClose={close} />}
      {open?.kind === "revoke" && <RevokeTokenDialog token={open.token} onClose={close} />}
    </>
  );
}

type TokensProps = { onCreate: () => void; onRevoke: (token: ApiToken) => void };

function Tokens({ onCreate, onRevoke }: TokensProps) {
  const t = useTranslations("settings.tokens");
  const { data, error, isPending, isFetching, refetch } = useTokens();

  if (isPending) return <PanelSkeleton label={t("title")} className="min-h-72" />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;

  const active = data.tokens.filter(({ state }) => state === "active");
  const ended = data.tokens.filter(({ state }) => state !== "active");
  const create = (
    <Button variant="primary" size={active.length > 0 ? "sm" : "md"} onClick={onCreate}>
      <Plus aria-hidden />
      {t("create")}
    </Button>
  );
  return (
    <>
      {active.length > 0 ? (
        <Panel label={t("label", { count: active.length })} stale={error !== null} actions={create} flush>
          <TokenList label={t("title")} tokens={active} onRevoke={onRevoke} />
        </Panel>
      ) : (
        <PanelEmpty
          icon={Webhook}
          title={ended.length > 0 ? t("noneActive") : t("empty.title")}
          hint={t("empty.hint")}
          action={create}
          className="min-h-72"
        />
      )}
      {ended.length > 0 && (
        <FoldedList label={t("ended", { count: ended.length })}>
          <TokenList label={t("ended", { count: ended.length })} tokens={ended} onRevoke={onRevoke} />
        </FoldedList>
      )}
    </>
  );
}
