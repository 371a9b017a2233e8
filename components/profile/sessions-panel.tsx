"use client";

import { Monitor, Smartphone } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Instant } from "@/components/ui/instant";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useEndOtherSessions, useEndSession, useMySessions } from "@/lib/client/session/me";
import { readUserAgent } from "@/lib/client/session/user-agent";
import type { SignInSession } from "@/lib/contracts/session";

/** Where the viewer is signed in, this place first, and the ways to end what should not go on. */
export function SessionsPanel() {
  const t = useTranslations("profile.sessions");
  const { data, error, isPending, isFetching, refetch } = useMySessions();
  const end = useEndSession();

  if (isPending) return <PanelSkeleton label={t("label")} />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;

  const sessions = data.sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.createdAtMs - a.createdAtMs,
  );
  const others = sessions.filter(({ current }) => !current).length;
  const endOne = (id: string) =>
    end.mutate(id, {
      onSuccess: () => toast.success(t("ended")),
      onError: (failure) => toast.error(t("endFailed"), { description: failure.message }),
    });
  return (
    <Panel label={t("label")} stale={error !== null} actions={others > 0 && <EndOthers count={others} />} flush>
      <ul className="divide-y border-t">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onEnd={() => endOne(session.id)}
            isEnding={end.isPending && end.variables === session.id}
          />
        ))}
      </ul>
      {others === 0 && <p className="border-t px-4 py-3 text-muted">{t("onlyThis")}</p>}
    </Panel>
  );
}

const POCKET_SYSTEMS: ReadonlySet<string | null> = new Set(["iOS", "iPadOS", "Android", "HarmonyOS"]);

type SessionRowProps = { session: SignInSession; onEnd: () => void; isEnding: boolean };

function SessionRow({ session, onEnd, isEnding }: SessionRowProps) {
  const t = useTranslations("profile.sessions");
  const format = useFormatter();
  const { system } = readUserAgent(session.userAgent);
  const name = useSessionName(session);
  const Icon = POCKET_SYSTEMS.has(system) ? Smartphone : Monitor;
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span className="mt-0.5 flex size-8 shrink-0 items-center justify-center rounded-full bg-hover text-muted">
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium" title={session.userAgent ?? undefined}>
          <span className="wrap-anywhere">{name}</span>
          {session.current && <Badge tone="success">{t("current")}</Badge>}
        </p>
        <p className="wrap-anywhere flex flex-wrap gap-x-3 text-muted text-xs">
          <span>{t("from", { address: session.callerAddress ?? t("unknownAddress") })}</span>
          <span>{t.rich("began", { at: () => <Instant atMs={session.createdAtMs} format="dateTime" /> })}</span>
        </p>
      </div>
      {!session.current && (
        <Button
          size="sm"
          onClick={onEnd}
          loading={isEnding}
          aria-label={t("endOf", { name, began: format.dateTime(session.createdAtMs, "dateTime") })}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}

function useSessionName({ userAgent }: SignInSession): string {
  const t = useTranslations("profile.sessions");
  const { browser, system } = readUserAgent(userAgent);
  if (browser !== null && system !== null) return t("browserOn", { browser, system });
  return browser ?? system ?? t("unknownBrowser");
}

function EndOthers({ count }: { count: number }) {
  const t = useTranslations("profile.sessions");
  const [open, setOpen] = useState(false);
  const end = useEndOtherSessions();

  const confirm = () => {
    if (end.isPending) return;
    end.mutate(undefined, {
      onSuccess: ({ ended }) => {
        setOpen(false);
        toast.success(t("endedOthers", { count: ended }));
      },
      onError: (failure) => toast.error(t("endFailed"), { description: failure.message }),
    });
  };

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t("endOthers")}</Button>}
      title={t("confirm.title")}
      description={t("confirm.hint", { count })}
      confirmLabel={t("confirm.submit")}
      onConfirm={confirm}
      pending={end.isPending}
      dangerous
    />
  );
}
