"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ChannelField } from "@/lib/client/channels/channel-fields";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import { useProblemText } from "./use-problem-text";
import { useSettingText } from "./use-setting-text";

const INPUT_MODES = { text: "text", addresses: "email", url: "url", number: "numeric" } as const;

type SettingFieldProps = {
  field: ChannelField & { readonly kind: ChannelField["kind"] };
  state: ChannelDraftState;
};

/** One setting of a channel that is no secret. */
export function SettingField({ field, state }: SettingFieldProps) {
  const { name, kind, required, placeholder, choices } = field;
  const { draft, problems, change } = state;
  const text = useSettingText(draft.type);
  const problemText = useProblemText();
  return (
    <Field
      label={text(name, "label")}
      hint={text(name, "hint")}
      error={problemText(problems[name])}
      required={required}
      className={name === "to" ? "sm:col-span-2" : undefined}
    >
      {(control) =>
        choices !== undefined ? (
          <Select
            {...control}
            value={draft[name] || choices[0]}
            onChange={(event) => change({ [name]: event.target.value })}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {text(name, choice)}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            value={draft[name]}
            onChange={(event) => change({ [name]: event.target.value })}
            inputMode={kind === "secret" || kind === "choice" ? undefined : INPUT_MODES[kind]}
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className={kind === "url" ? "font-mono" : kind === "number" ? "tabular-nums" : undefined}
          />
        )
      }
    </Field>
  );
}
