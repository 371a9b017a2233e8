"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { FieldError } from "@/components/ui/field-error";
import { type ChannelName, useChannelNames } from "@/lib/client/alert-rules/channel-names";
import type { RuleDraftState } from "@/lib/client/alert-rules/use-rule-draft";
import { EditorSection } from "./editor-section";
import { PickList, TickList } from "./pick-list";
import { SwitchLine } from "./switch-line";
import { useRuleProblem } from "./use-rule-problem";
import { MinutesField } from "./when-fields";

const NONE: readonly ChannelName[] = [];

/** Who is told, how often, and who else when nobody acknowledges it. */
export function WhoFields({ state }: { state: RuleDraftState }) {
  const t = useTranslations("alert-rules.editor");
  const { draft, problems, change } = state;
  const problem = useRuleProblem();
  const channels = useChannelNames();
  return (
    <EditorSection title={t("who")}>
      <div>
        <PickList
          label={t("channels")}
          value={draft.channelIds}
          onValueChange={(channelIds) => change({ channelIds })}
          options={channels ?? NONE}
          anyLabel={t("defaultChannels")}
          error={problem(problems.channelIds)}
        />
        {channels !== null && draft.channelIds === null && <DefaultChannels channels={channels} />}
      </div>
      <MinutesField state={state} field="repeatMinutes" label={t("repeat")} hint={t("repeatHint")} />
      <SwitchLine
        label={t("resolved")}
        hint={t("resolvedHint")}
        on={draft.notifyResolved}
        onChange={(notifyResolved) => change({ notifyResolved })}
      />
      <SwitchLine
        label={t("escalates")}
        hint={t("escalatesHint")}
        on={draft.escalates}
        onChange={(escalates) => change({ escalates })}
      />
      {draft.escalates && (
        <div className="ml-4 grid gap-4 border-l pl-4">
          <MinutesField state={state} field="escalateAfterMinutes" label={t("escalateAfter")} />
          <EscalateTo state={state} channels={channels ?? NONE} />
        </div>
      )}
    </EditorSection>
  );
}

/** Which channels "the default ones" are now; a rule that reaches nobody must not look fine. */
function DefaultChannels({ channels }: { channels: readonly ChannelName[] }) {
  const t = useTranslations("alert-rules.editor");
  const formatter = useFormatter();
  const names = channels.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  if (names.length > 0) {
    return (
      <p className="wrap-anywhere mt-1.5 text-muted text-xs">{t("defaultNames", { names: formatter.list(names) })}</p>
    );
  }
  return (
    <p className="mt-1.5 text-warning text-xs">
      {t.rich(channels.length === 0 ? "noChannels" : "noDefault", {
        link: (text) => (
          <Link href="/alerts/channels" className="rounded-sm underline underline-offset-2">
            {text}
          </Link>
        ),
      })}
    </p>
  );
}

function EscalateTo({ state, channels }: { state: RuleDraftState; channels: readonly ChannelName[] }) {
  const t = useTranslations("alert-rules.editor");
  const problem = useRuleProblem();
  const errorId = useId();
  const { draft, problems, change } = state;
  const error = problem(problems.escalateToIds);
  return (
    <fieldset className="min-w-0" aria-describedby={errorId}>
      <legend className="font-medium">{t("escalateTo")}</legend>
      <TickList
        label={t("escalateTo")}
        value={draft.escalateToIds}
        onValueChange={(escalateToIds) => change({ escalateToIds })}
        options={channels}
        invalid={error !== undefined}
      />
      <FieldError id={errorId}>{error}</FieldError>
    </fieldset>
  );
}
