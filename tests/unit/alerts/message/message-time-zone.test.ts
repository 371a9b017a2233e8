import { expect, it } from "vitest";
import { alertSettingsResponse, updateAlertSettingsRequest } from "@/lib/contracts/alert-settings";
import { provisionedMessages } from "@/lib/contracts/provisioned-alerts";

it.each(["UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta", "Europe/Kyiv"])(
  "takes %s for the clocks of messages, from the page and from the file",
  (timeZone) => {
    expect(updateAlertSettingsRequest.safeParse({ timeZone }).success).toBe(true);
    expect(provisionedMessages.safeParse({ timeZone }).success).toBe(true);
  },
);

it.each(["Europe/Nowhere", "+08:00", "Etc/GMT+8", "", "Europe/Berlin "])("takes no %j for them", (timeZone) => {
  expect(updateAlertSettingsRequest.safeParse({ timeZone }).success).toBe(false);
  expect(provisionedMessages.safeParse({ timeZone }).success).toBe(false);
});

it("shows the settings also where the zone is one that this runtime does not know", () => {
  const heartbeat = { hint: null, everyMinutes: 5, lastSentAtMs: null, problem: null, provisioned: false };
  const messages = { timeZone: "Europe/Nowhere", provisioned: false };
  const answer = { serverNowMs: 1, heartbeat, messages, waiting: 0, evaluatedAtMs: null };
  expect(alertSettingsResponse.safeParse(answer).success).toBe(true);
});
