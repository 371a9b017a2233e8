import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { ProvisionedBadge } from "@/components/ui/provisioned-badge";
import type { Account } from "@/lib/contracts/accounts";
import { Amount } from "./amount";
import { GuardModeBadge } from "./guard-mode-badge";
import { LevelBadge } from "./level-badge";

/** The name, and for a provisioned account why it cannot be changed here. */
export function AccountName({ account, reasonId }: { account: Account; reasonId: string }) {
  const t = useTranslations("accounts");
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="wrap-anywhere font-medium">{account.name}</span>
        {account.provisioned && <ProvisionedBadge describedBy={reasonId} />}
        {account.proxyKeysOnly && <Badge icon={KeyRound}>{t("proxyKeysOnly.badge")}</Badge>}
        <GuardModeBadge mode={account.guardMode} />
      </div>
      {account.provisioned && (
        // A touch screen has no tooltips; there the cards of narrow screens say it.
        <p id={reasonId} className="mt-0.5 max-w-[48ch] font-normal text-muted text-xs @4xl:hidden">
          {t("provisionedWhy")}
        </p>
      )}
    </div>
  );
}

export function AccountProvider({ account }: { account: Account }) {
  const t = useTranslations("accounts");
  return (
    <div className="min-w-0">
      <div>{account.providerName}</div>
      <div className="wrap-anywhere text-muted text-xs">
        {account.baseUrl === null ? t("inside") : <ShortAddress url={account.baseUrl} />}
      </div>
    </div>
  );
}

/** Without the scheme that goes without saying; a plain http: is worth the room. Breaks after a dot, colon or slash, before anywhere else. */
function ShortAddress({ url }: { url: string }) {
  const parts = url.replace(/^https:\/\//, "").split(/(?<=[./:])(?!\/)/);
  return (
    <span className="font-mono" title={url}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in their order
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}

export function AccountBalance({ account }: { account: Account }) {
  const t = useTranslations("accounts");
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {account.balance !== null && <Amount text={account.balance} unit={account.unit} />}
        <LevelBadge level={account.level} />
      </div>
      <div className="mt-0.5 text-muted text-xs">
        {account.balanceAtMs === null ? (
          t("balanceUnknown")
        ) : (
          <>
            {t("balanceAt")} <Instant atMs={account.balanceAtMs} format="dateTime" />
          </>
        )}
      </div>
    </div>
  );
}

export function AccountThresholds({ account }: { account: Account }) {
  const t = useTranslations("accounts.threshold");
  const set = [
    { key: "low", value: account.lowBalance },
    { key: "critical", value: account.criticalBalance },
  ] as const;
  if (set.every(({ value }) => value === null)) return <span className="text-muted">{t("none")}</span>;
  return (
    <dl className="grid w-fit grid-cols-[auto_auto] gap-x-2">
      {set.map(
        ({ key, value }) =>
          value !== null && (
            <div key={key} className="col-span-2 grid grid-cols-subgrid">
              <dt className="whitespace-nowrap text-muted">{t(key)}</dt>
              <dd>
                <Amount text={value} unit={account.unit} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function AccountDates({ account }: { account: Account }) {
  const t = useTranslations("accounts");
  return (
    <div>
      <div>
        {account.firstCallAtMs === null ? (
          <span className="text-muted">{t("noCallYet")}</span>
        ) : (
          <Instant atMs={account.firstCallAtMs} format="dateTime" />
        )}
      </div>
      <div className="text-muted text-xs">
        {t(account.archivedAtMs === null ? "column.created" : "column.archivedAt")}{" "}
        <Instant atMs={account.archivedAtMs ?? account.createdAtMs} format="date" />
      </div>
    </div>
  );
}
