import { useEffect } from "react";
import type { Severity } from "@/lib/domain/alert-rules/kinds";
import { badgedIcon, titleWithCount } from "./tab-signal";

const OWN_ICON = "data-own-href";

/**
 * Shows in the tab's title and icon that something fires, and puts both back when nothing does. Another page brings a
 * title of its own at any moment, so the document's head is watched as long as something fires.
 */
export function useTabSignal(count: number, worst: Severity | null): void {
  useEffect(() => {
    if (count === 0 || worst === null) return;
    const icon = badgedIcon(worst);
    const mark = () => {
      const title = titleWithCount(document.title, count);
      if (document.title !== title) document.title = title;
      for (const link of listIcons()) {
        if (!link.hasAttribute(OWN_ICON)) link.setAttribute(OWN_ICON, link.getAttribute("href") ?? "");
        if (link.getAttribute("href") !== icon) link.setAttribute("href", icon);
      }
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      restore();
    };
  }, [count, worst]);
}

function restore(): void {
  document.title = titleWithCount(document.title, 0);
  for (const link of listIcons()) {
    const own = link.getAttribute(OWN_ICON);
    if (own !== null) link.setAttribute("href", own);
    link.removeAttribute(OWN_ICON);
  }
}

const listIcons = () => document.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]');
