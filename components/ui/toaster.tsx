"use client";

import { CircleCheck, CircleX, Info, type LucideIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { createToastStore, type ToastMessage, type ToastTone } from "./toast-store";

const TONES: Record<ToastTone, { icon: LucideIcon; colour: string; shownMs: number }> = {
  success: { icon: CircleCheck, colour: "text-success", shownMs: 5_000 },
  info: { icon: Info, colour: "text-info", shownMs: 5_000 },
  // A failure has to be read to be acted on.
  error: { icon: CircleX, colour: "text-critical", shownMs: 10_000 },
};

const store = createToastStore();
const NONE: readonly ToastMessage[] = [];

type ToastOptions = { description?: string };

/** Shows a short message that goes by itself. For what the page does not show otherwise. */
export const toast = {
  success: (text: string, { description }: ToastOptions = {}) => store.add("success", text, description),
  error: (text: string, { description }: ToastOptions = {}) => store.add("error", text, description),
  info: (text: string, { description }: ToastOptions = {}) => store.add("info", text, description),
};

/** A failure interrupts a screen reader; anything else waits until it has finished its sentence. */
const urgencyOf = (tone: ToastTone) => (tone === "error" ? "foreground" : "background");

function ToastItem({ id, tone, text, description, open }: ToastMessage) {
  const t = useTranslations("common");
  const { icon: Icon, colour, shownMs } = TONES[tone];
  return (
    <Radix.Root
      // The store takes it away when it has faded.
      forceMount
      open={open}
      onOpenChange={(isOpen) => !isOpen && store.dismiss(id)}
      type={urgencyOf(tone)}
      duration={shownMs}
      className={cn(
        "pointer-events-auto flex w-full animate-appear items-start gap-2.5 rounded-lg bg-raised py-3 pr-2 pl-3.5 shadow-raised",
        "transition-[opacity,transform] duration-150 data-[state=closed]:opacity-0",
        "data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x) data-[swipe=move]:transition-none",
        "data-[swipe=end]:translate-x-full",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colour)} />
      <div className="min-w-0 flex-1 py-px">
        <Radix.Title className="wrap-anywhere font-medium">{text}</Radix.Title>
        {description !== null && (
          <Radix.Description className="wrap-anywhere mt-0.5 text-muted text-xs">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton icon={X} label={t("close")} size="sm" className="-my-1" />
      </Radix.Close>
    </Radix.Root>
  );
}

/**
 * Where `toast` shows: at most three, closed by time, by the button, by Escape or by a swipe to the right. Time stands
 * still while the pointer or the focus is on them; F8 leads there.
 */
export function Toaster() {
  const t = useTranslations("common");
  const toasts = useSyncExternalStore(store.subscribe, store.list, () => NONE);
  return (
    <Radix.Provider label={t("notifications")} swipeDirection="right">
      {toasts.map((message) => (
        <ToastItem key={message.id} {...message} />
      ))}
      <Radix.Viewport
        label={t("notificationsKey", { hotkey: "{hotkey}" })}
        className={cn(
          "pointer-events-none fixed right-0 bottom-0 z-60 flex w-full max-w-96 flex-col gap-2 p-4",
          "rounded-xl outline-offset-[-2px]",
        )}
      />
    </Radix.Provider>
  );
}
