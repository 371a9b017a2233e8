"use client";

import { LogOut, Settings, UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toaster";
import { leaveSignedOut } from "@/lib/client/api/signed-out";
import { prepareInitials } from "@/lib/client/session/initials";
import { useSignOut } from "@/lib/client/session/session";
import { useAllows } from "@/lib/client/session/viewer";
import type { Viewer } from "@/lib/contracts/session";

/** Who is signed in, and what is about them: profile, settings, the way out. */
export function UserMenu({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("shell.userMenu");
  const tRole = useTranslations("shell.role");
  const mayManage = useAllows("admin");
  const signOut = useSignOut();

  const leave = () =>
    signOut.mutate(undefined, {
      // A whole page load, so that nothing of what was seen stays in memory.
      onSuccess: leaveSignedOut,
      onError: (error) => toast.error(t("signOutFailed"), { description: error.message }),
    });

  return (
    <DropdownMenu
      trigger={
        <button
          type="button"
          aria-label={t("label", { name: viewer.name })}
          title={viewer.name}
          className="ml-1 flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-xs transition-shadow hover:ring-2 hover:ring-accent/30 aria-expanded:ring-2 aria-expanded:ring-accent/50"
        >
          <span aria-hidden>{prepareInitials(viewer.name)}</span>
        </button>
      }
    >
      <div className="max-w-72 px-2 pt-1.5 pb-2">
        <p className="truncate font-medium">{viewer.name}</p>
        <p className="truncate text-muted text-xs" title={viewer.email}>
          {viewer.email}
        </p>
        <p className="mt-1 text-muted text-xs">{tRole(`${viewer.role}.name`)}</p>
      </div>
      <DropdownMenuSeparator />
      <DropdownMenuItem asChild>
        <Link href="/profile">
          <UserRound aria-hidden className="text-muted" />
          {t("profile")}
        </Link>
      </DropdownMenuItem>
      {mayManage && (
        <DropdownMenuItem asChild>
          <Link href="/settings/people">
            <Settings aria-hidden className="text-muted" />
            {t("settings")}
          </Link>
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={leave}>
        <LogOut aria-hidden className="text-muted" />
        {signOut.isPending ? t("signingOut") : t("signOut")}
      </DropdownMenuItem>
    </DropdownMenu>
  );
}
