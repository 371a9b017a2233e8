import { useLocalPreference } from "./local-preference";

/** Whether a new critical alert is heard in this browser. Off until somebody switches it on. */
export const useAlarmSound = () => useLocalPreference("banwatch-alert-sound", false);
