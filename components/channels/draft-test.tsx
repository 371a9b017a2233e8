"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toCreateChannelRequest } from "@/lib/client/channels/channel-form";
import { readChannelProblems } from "@/lib/client/channels/channel-problems";
import { useTestChannel } from "@/lib/client/channels/channels";
import { isOfDraft } from "@/lib/client/channels/tested-draft";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import { isWithoutProblems } from "@/lib/client/form/field-problem";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { TestOutcome } from "./test-outcome";

/** Tries a channel out as it would be once saved. What came of it goes as soon as anything is changed. */
export function DraftTest({ state, channel }: { state: ChannelDraftState; channel: AlertChannel | null }) {
  const t = useTranslations("channels.test");
  const test = useTestChannel();
  const { draft } = state;
  const [tested, setTested] = useState<ChannelDraftState["draft"] | null>(null);
  const isShown = !test.isPending && isOfDraft(tested, draft);
  const isFieldsFault = test.error !== null && !isWithoutProblems(readChannelProblems(test.error, draft.type));

  const send = () => {
    if (test.isPending || !state.passes()) return;
    setTested(draft);
    test.mutate(
      { id: channel?.id, draft: toCreateChannelRequest(draft) },
      // What no field can show stands below the button.
      { onError: (error) => isWithoutProblems(readChannelProblems(error, draft.type)) || state.fail(error) },
    );
  };

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button onClick={send} loading={test.isPending}>
          {!test.isPending && <Send aria-hidden />}
          {test.isPending ? t("sending") : t(isShown && test.data ? "sendAgain" : "send")}
        </Button>
        <p className="min-w-0 flex-1 basis-60 text-muted text-xs">{t("draftHint")}</p>
      </div>
      <TestOutcome result={isShown ? test.data : undefined} error={isShown && !isFieldsFault ? test.error : null} />
    </div>
  );
}
