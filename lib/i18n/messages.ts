import type { Locale } from "@/lib/domain/locales";
import enAccounts from "./messages/en/accounts.json";
import enAlertRules from "./messages/en/alert-rules.json";
import enAlerts from "./messages/en/alerts.json";
import enCatalogue from "./messages/en/catalogue.json";
import enChannels from "./messages/en/channels.json";
import enCommon from "./messages/en/common.json";
import enCooldowns from "./messages/en/cooldowns.json";
import enDrill from "./messages/en/drill.json";
import enErrors from "./messages/en/errors.json";
import enNotices from "./messages/en/notices.json";
import enOverview from "./messages/en/overview.json";
import enProfile from "./messages/en/profile.json";
import enReport from "./messages/en/report.json";
import enSettings from "./messages/en/settings.json";
import enSetup from "./messages/en/setup.json";
import enShell from "./messages/en/shell.json";
import enSignIn from "./messages/en/sign-in.json";
import zhCnAccounts from "./messages/zh-CN/accounts.json";
import zhCnAlertRules from "./messages/zh-CN/alert-rules.json";
import zhCnAlerts from "./messages/zh-CN/alerts.json";
import zhCnCatalogue from "./messages/zh-CN/catalogue.json";
import zhCnChannels from "./messages/zh-CN/channels.json";
import zhCnCommon from "./messages/zh-CN/common.json";
import zhCnCooldowns from "./messages/zh-CN/cooldowns.json";
import zhCnDrill from "./messages/zh-CN/drill.json";
import zhCnErrors from "./messages/zh-CN/errors.json";
import zhCnNotices from "./messages/zh-CN/notices.json";
import zhCnOverview from "./messages/zh-CN/overview.json";
import zhCnProfile from "./messages/zh-CN/profile.json";
import zhCnReport from "./messages/zh-CN/report.json";
import zhCnSettings from "./messages/zh-CN/settings.json";
import zhCnSetup from "./messages/zh-CN/setup.json";
import zhCnShell from "./messages/zh-CN/shell.json";
import zhCnSignIn from "./messages/zh-CN/sign-in.json";

const en = {
  accounts: enAccounts,
  "alert-rules": enAlertRules,
  alerts: enAlerts,
  catalogue: enCatalogue,
  channels: enChannels,
  common: enCommon,
  cooldowns: enCooldowns,
  drill: enDrill,
  errors: enErrors,
  notices: enNotices,
  overview: enOverview,
  report: enReport,
  settings: enSettings,
  profile: enProfile,
  setup: enSetup,
  shell: enShell,
  "sign-in": enSignIn,
};

/** Every text on the screen: one file is one namespace. English sets the shape, so a missing key is a type error. */
export type Messages = typeof en;

export const messagesByLocale: Readonly<Record<Locale, Messages>> = {
  en,
  "zh-CN": {
    accounts: zhCnAccounts,
    "alert-rules": zhCnAlertRules,
    alerts: zhCnAlerts,
    catalogue: zhCnCatalogue,
    channels: zhCnChannels,
    common: zhCnCommon,
    cooldowns: zhCnCooldowns,
    drill: zhCnDrill,
    errors: zhCnErrors,
    notices: zhCnNotices,
    overview: zhCnOverview,
    report: zhCnReport,
    settings: zhCnSettings,
    profile: zhCnProfile,
    setup: zhCnSetup,
    shell: zhCnShell,
    "sign-in": zhCnSignIn,
  },
};
