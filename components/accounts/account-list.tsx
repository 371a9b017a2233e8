"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { Account } from "@/lib/contracts/accounts";
import { AccountActions, type AccountCommand } from "./account-actions";
import { AccountBalance, AccountDates, AccountName, AccountProvider, AccountThresholds } from "./account-cells";
import { KeyEnd } from "./key-end";

type AccountListProps = {
  /** What the table lists, for assistive technology. */
  label: string;
  accounts: readonly Account[];
  onCommand: (command: AccountCommand, account: Account) => void;
  /** The account that is being restored. */
  pendingId: string | null;
};

/** Accounts as a table where there is room for one, else as cards. */
export function AccountList(props: AccountListProps) {
  return (
    <div className="@container">
      <div className="hidden @4xl:block">
        <AccountTable {...props} />
      </div>
      <ul aria-label={props.label} className="divide-y border-t @4xl:hidden">
        {props.accounts.map((account) => (
          <AccountCard key={account.id} account={account} onCommand={props.onCommand} pendingId={props.pendingId} />
        ))}
      </ul>
    </div>
  );
}

function AccountTable({ label, accounts, onCommand, pendingId }: AccountListProps) {
  const t = useTranslations("accounts.column");
  const reasonId = useId();
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <TableHeaderCell className="min-w-36">{t("name")}</TableHeaderCell>
          <TableHeaderCell className="min-w-44">{t("provider")}</TableHeaderCell>
          <TableHeaderCell>{t("key")}</TableHeaderCell>
          <TableHeaderCell>{t("balance")}</TableHeaderCell>
          <TableHeaderCell>{t("thresholds")}</TableHeaderCell>
          <TableHeaderCell>{t("firstCall")}</TableHeaderCell>
          <TableHeaderCell>{t("actions")}</TableHeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {accounts.map((account) => (
          <TableRow key={account.id} className="align-top">
            <TableHeaderCell scope="row" className="h-10 whitespace-normal px-4 py-2.5 font-normal">
              <AccountName account={account} reasonId={`${reasonId}-${account.id}`} />
            </TableHeaderCell>
            <TableCell className="py-2.5">
              <AccountProvider account={account} />
            </TableCell>
            <TableCell className="py-2.5">
              <KeyEnd last4={account.keyLast4} />
            </TableCell>
            <TableCell className="py-2.5">
              <AccountBalance account={account} />
            </TableCell>
            <TableCell className="py-2.5">
              <AccountThresholds account={account} />
            </TableCell>
            <TableCell className="py-2.5">
              <AccountDates account={account} />
            </TableCell>
            <TableCell className="py-2">
              <AccountActions
                account={account}
                reasonId={`${reasonId}-${account.id}`}
                onCommand={onCommand}
                pending={pendingId === account.id}
              />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function AccountCard({
  account,
  onCommand,
  pendingId,
}: Omit<AccountListProps, "label" | "accounts"> & { account: Account }) {
  const t = useTranslations("accounts.column");
  const reasonId = useId();
  return (
    <li className="flex flex-col gap-3 px-4 py-4">
      <AccountName account={account} reasonId={reasonId} />
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 @xl:grid-cols-3">
        <Detail term={t("provider")} wide>
          <AccountProvider account={account} />
        </Detail>
        <Detail term={t("key")}>
          <KeyEnd last4={account.keyLast4} />
        </Detail>
        <Detail term={t("balance")}>
          <AccountBalance account={account} />
        </Detail>
        <Detail term={t("thresholds")}>
          <AccountThresholds account={account} />
        </Detail>
        <Detail term={t("firstCall")}>
          <AccountDates account={account} />
        </Detail>
      </dl>
      <AccountActions account={account} reasonId={reasonId} onCommand={onCommand} pending={pendingId === account.id} />
    </li>
  );
}

function Detail({ term, wide = false, children }: { term: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={cn("min-w-0", wide && "col-span-2")}>
      <dt className="mb-0.5 text-muted text-xs">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
