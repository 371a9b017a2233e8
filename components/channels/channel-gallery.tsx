"use client";

import { useTranslations } from "next-intl";
import { CHANNEL_TYPES, type ChannelType } from "@/lib/contracts/alert-channels";
import { ChannelMark } from "./channel-mark";

/** Every type of channel, to choose one. */
export function ChannelGallery({ onPick }: { onPick: (type: ChannelType) => void }) {
  const t = useTranslations("channels.type");
  return (
    <div className="@container">
      <ul className="grid gap-2 @md:grid-cols-2 @2xl:grid-cols-3">
        {CHANNEL_TYPES.map((type) => (
          <li key={type} className="flex">
            <button
              type="button"
              onClick={() => onPick(type)}
              className="flex w-full items-center gap-3 rounded-lg border bg-surface p-3 text-left transition-colors hover:border-accent hover:bg-accent-soft"
            >
              <ChannelMark type={type} />
              <span className="min-w-0">
                <span className="block font-medium">{t(`${type}.name`)}</span>
                <span className="block text-muted text-xs">{t(`${type}.pitch`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
