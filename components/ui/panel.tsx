"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { EmptyState, type EmptyStateProps } from "./empty-state";
import { Skeleton } from "./skeleton";
import { StaleBadge } from "./stale-badge";

const FRAME = "flex min-w-0 flex-col rounded-lg border bg-surface shadow-panel";

type PanelProps = {
  label: ReactNode;
  actions?: ReactNode;
  /** The content is from before a refresh that failed. */
  stale?: boolean;
  /** The content reaches the edges, as tables do. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A labelled part of a page in its ready state. The other states are `PanelSkeleton`, `-Failure` and `-Empty`. */
export function Panel({ label, actions, stale = false, flush = false, className, children }: PanelProps) {
  const labelId = useId();
  return (
    <section aria-labelledby={labelId} className={cn(FRAME, className)}>
      <PanelHeader
        label={
          <h2 id={labelId} className="truncate font-medium">
            {label}
          </h2>
        }
      >
        {stale && <StaleBadge />}
        {actions}
      </PanelHeader>
      <div className={cn("min-w-0 flex-1", flush ? "overflow-hidden rounded-b-lg" : "px-4 pb-4")}>{children}</div>
    </section>
  );
}

type PanelSkeletonProps = {
  label: string;
  /** What is read out, where "Loading" with the label makes no sense. */
  loadingText?: string;
  className?: string;
};

/** The panel while its first data is on the way. `className` sets the height, so that nothing jumps when it comes. */
export function PanelSkeleton({ label, loadingText, className }: PanelSkeletonProps) {
  const t = useTranslations("common");
  return (
    <section aria-busy aria-label={label} className={cn(FRAME, "min-h-48", className)}>
      <PanelHeader label={<h2 className="truncate font-medium text-muted">{label}</h2>} />
      <div role="status" className="flex min-h-0 flex-1 flex-col gap-3 px-4 pb-4">
        <span className="sr-only">{loadingText ?? t("loadingLabel", { label })}</span>
        <Skeleton className="h-5 w-2/5" />
        <Skeleton className="min-h-20 flex-1" />
      </div>
    </section>
  );
}

type PanelFailureProps = {
  title: ReactNode;
  error: unknown;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
};

/**
 * The panel when there is nothing to show because loading failed; announced at once.
 *
 * @param error an `Error`, whose message is shown, or the explanation itself; anything else shows the title alone
 */
export function PanelFailure({ title, error, onRetry, retrying = false, className }: PanelFailureProps) {
  const t = useTranslations("common");
  const detail = error instanceof Error ? error.message : typeof error === "string" ? error : null;
  return (
    <section
      role="alert"
      className={cn(FRAME, "min-h-48 items-center justify-center px-6 py-8 text-center", className)}
    >
      <span className="mb-3 flex size-10 items-center justify-center rounded-full bg-critical-soft text-critical">
        <TriangleAlert aria-hidden className="size-5" />
      </span>
      <div className="font-medium">{title}</div>
      {detail && <p className="wrap-anywhere mt-1 max-w-[60ch] text-muted">{detail}</p>}
      {onRetry && (
        <Button className="mt-4" onClick={onRetry} loading={retrying}>
          {t("retry")}
        </Button>
      )}
    </section>
  );
}

/** The panel when loading worked and there is nothing to show. With a `label` it keeps its place in the page's outline. */
export function PanelEmpty({ label, className, ...empty }: EmptyStateProps & { label?: ReactNode }) {
  const labelId = useId();
  const header = (
    <h2 id={labelId} className="truncate font-medium">
      {label}
    </h2>
  );
  return (
    <section aria-labelledby={label ? labelId : undefined} className={cn(FRAME, "min-h-48", className)}>
      {label && <PanelHeader label={header} />}
      <EmptyState {...empty} className="flex-1" />
    </section>
  );
}

function PanelHeader({ label, children }: { label: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2">
      {label}
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  );
}
