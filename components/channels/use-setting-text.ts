import { useTranslations } from "next-intl";
import type { SettingName } from "@/lib/client/channels/channel-fields";
import type { ChannelType } from "@/lib/contracts/alert-channels";

/**
 * The words of one field of one type: what it is called, and where in the service it is found.
 *
 * The table of fields and the messages are held together by a test, not by the types: their keys are made of two parts.
 */
export function useSettingText(type: ChannelType): (field: SettingName, part: string) => string {
  const t = useTranslations("channels.field") as (key: string) => string;
  return (field, part) => t(`${type}.${field}.${part}`);
}
