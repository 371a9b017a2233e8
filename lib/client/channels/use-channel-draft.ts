import type { RefObject } from "react";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { isWithoutProblems, toMessage } from "../form/field-problem";
import { useFormDraft } from "../form/use-form-draft";
import { type ChannelDraft, type ChannelProblems, type ChannelRule, checkChannelDraft } from "./channel-form";
import { readChannelProblems } from "./channel-problems";
import { useChannels } from "./channels";

export interface ChannelDraftState {
  readonly draft: ChannelDraft;
  readonly isChanged: boolean;
  readonly problems: ChannelProblems;
  /** Why the last attempt to save it failed, as far as no field tells. */
  readonly failure: string | null;
  readonly form: RefObject<HTMLFormElement | null>;
  change(changes: Partial<ChannelDraft>): void;
  /** Shows what is wrong and puts the focus on the first field of it. @returns whether nothing is */
  passes(): boolean;
  fail(error: unknown): void;
}

/**
 * The state of a form about a channel. Nothing typed is lost when saving fails.
 *
 * @param channel the one that is edited; null for a new one
 */
export function useChannelDraft(initial: () => ChannelDraft, channel: AlertChannel | null): ChannelDraftState {
  const others = (useChannels().data?.channels ?? []).filter(({ id }) => id !== channel?.id);
  const form = useFormDraft<ChannelDraft, ChannelRule, string>(initial);
  const { draft, change, setFailure, show } = form;
  return {
    draft,
    isChanged: form.isChanged,
    problems: form.problems,
    failure: form.failure,
    form: form.form,
    change: (changes) => {
      change(changes);
      setFailure(null);
    },
    passes: () => {
      const found = checkChannelDraft(
        draft,
        channel,
        others.map(({ name }) => name),
      );
      show(found, null);
      return isWithoutProblems(found);
    },
    fail: (error) => {
      const found = readChannelProblems(error, draft.type);
      show(found, isWithoutProblems(found) ? toMessage(error) : null);
    },
  };
}
