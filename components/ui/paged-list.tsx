"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

type PagedListProps = {
  /** How far the pages are loaded, as an infinite query tells it. */
  list: {
    readonly isPlaceholderData: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
  moreLabel: ReactNode;
  moreFailed: ReactNode;
  /** What is loaded so far. */
  children: ReactNode;
};

/** A list that grows by a page when asked. It is dimmed while it still shows what another filter found. */
export function PagedList({ list, moreLabel, moreFailed, children }: PagedListProps) {
  const { isPlaceholderData } = list;
  return (
    <div aria-busy={isPlaceholderData} className={cn("transition-opacity", isPlaceholderData && "opacity-60")}>
      {children}
      {list.hasNextPage && (
        <div className="flex flex-wrap items-center justify-center gap-3 border-t p-4">
          {list.isFetchNextPageError && (
            <p role="alert" className="text-critical">
              {moreFailed}
            </p>
          )}
          <Button onClick={() => list.fetchNextPage()} loading={list.isFetchingNextPage}>
            {moreLabel}
          </Button>
        </div>
      )}
    </div>
  );
}
