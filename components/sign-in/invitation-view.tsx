"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Button, buttonClasses } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/client/api/fetch-json";
import { useLink } from "@/lib/client/session/session";
import { AcceptForm } from "./accept-form";
import { Notice } from "./credential-notice";
import { EntranceCard } from "./entrance-card";

/**
 * Where a link of invitation, or of a new password, leads to. Its token stands behind the `#`, which browsers send to
 * nobody, so that no log and no other site sees it.
 */
export function InvitationView() {
  const token = useSyncExternalStore(subscribeToHash, readToken, () => null);
  // The server does not see the token, so until the browser has taken over there is nothing to say.
  if (token === null) return <Waiting />;
  return token === "" ? <DeadEnd kind="malformed" /> : <LinkContent token={token} />;
}

function subscribeToHash(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

const readToken = (): string => window.location.hash.slice(1).trim();

/** No token is as long as that; asking the server about it would only bring a complaint. */
const MAX_TOKEN_CHARS = 100;

function LinkContent({ token }: { token: string }) {
  const t = useTranslations("sign-in");
  const { data, error, isPending, isFetching, refetch } = useLink(token);
  if (token.length > MAX_TOKEN_CHARS) return <DeadEnd kind="malformed" />;
  if (data) return <AcceptForm key={token} link={data} token={token} />;
  if (isPending) return <Waiting />;
  if (error instanceof ApiError && error.status === 404) return <DeadEnd kind="dead" />;
  return (
    <EntranceCard title={t("invitation.failed")}>
      <div role="alert">
        <Notice tone="critical">
          {error instanceof ApiError && error.status === 0 ? t("unanswered") : error?.message}
        </Notice>
      </div>
      <Retry onRetry={refetch} isRetrying={isFetching} />
    </EntranceCard>
  );
}

function Retry({ onRetry, isRetrying }: { onRetry: () => void; isRetrying: boolean }) {
  const t = useTranslations("common");
  return (
    <Button onClick={onRetry} loading={isRetrying} className="mt-4 w-full">
      {t("retry")}
    </Button>
  );
}

function Waiting() {
  const t = useTranslations("sign-in.invitation");
  return (
    <EntranceCard title={t("loading")}>
      <div role="status" className="grid gap-4">
        <span className="sr-only">{t("loading")}</span>
        <Skeleton className="h-4 w-3/5" />
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
    </EntranceCard>
  );
}

function DeadEnd({ kind }: { kind: "dead" | "malformed" }) {
  const t = useTranslations("sign-in.invitation");
  return (
    <EntranceCard title={t(`${kind}.title`)} hint={t(`${kind}.hint`)}>
      {/* Not a Link: who is signed in already is sent on by the server. */}
      <a href="/sign-in" className={`${buttonClasses()} w-full`}>
        {t("toSignIn")}
      </a>
    </EntranceCard>
  );
}
