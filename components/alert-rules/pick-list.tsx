"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field-error";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { listPickable, type Pickable } from "@/lib/client/alert-rules/list-pickable";

/** Fewer are found by looking. */
const SEARCHED_FROM = 8;

type PickListProps = {
  label: string;
  /** Null for any; what "any" is called is `anyLabel`. */
  value: readonly string[] | null;
  onValueChange: (value: readonly string[] | null) => void;
  options: readonly Pickable[];
  anyLabel?: string;
  someLabel?: string;
  /** What is not on offer may be typed. */
  takesOthers?: boolean;
  mono?: boolean;
  error?: string;
};

/** Any, or some that are ticked, found by typing a part of their name. */
export function PickList(props: PickListProps) {
  const { label, value, onValueChange, options, anyLabel, someLabel, takesOthers = false, mono, error } = props;
  const t = useTranslations("alert-rules.editor");
  const errorId = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={errorId}>
      <legend className="sr-only">{label}</legend>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span aria-hidden className="font-medium">
          {label}
        </span>
        <SegmentedControl
          label={label}
          value={value === null ? "any" : "some"}
          onValueChange={(which) => onValueChange(which === "any" ? null : [])}
          segments={[
            { value: "any", label: anyLabel ?? t("any") },
            { value: "some", label: someLabel ?? t("some") },
          ]}
        />
      </div>
      {value !== null && (
        <TickList
          label={label}
          value={value}
          onValueChange={onValueChange}
          options={options}
          takesOthers={takesOthers}
          mono={mono}
          invalid={error !== undefined}
        />
      )}
      <FieldError id={errorId}>{error}</FieldError>
    </fieldset>
  );
}

type TickListProps = {
  label: string;
  value: readonly string[];
  onValueChange: (value: readonly string[]) => void;
  options: readonly Pickable[];
  takesOthers?: boolean;
  mono?: boolean;
  invalid: boolean;
};

/** Boxes to tick, with a search where there are many. What is ticked and no longer on offer stays in sight, to be unticked. */
export function TickList(props: TickListProps) {
  const { label, value, onValueChange, options, takesOthers = false, mono = false, invalid } = props;
  const t = useTranslations("alert-rules.editor");
  const [typed, setTyped] = useState("");
  const isSearched = takesOthers || options.length >= SEARCHED_FROM;
  const { shown, other } = listPickable(options, value, isSearched ? typed : "", takesOthers);
  const toggle = (id: string, on: boolean) =>
    onValueChange(on ? [...value, id] : value.filter((chosen) => chosen !== id));
  const add = () => {
    if (other === null) return;
    toggle(other, true);
    setTyped("");
  };
  const addByEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Enter would save the whole form.
    event.preventDefault();
    add();
  };
  return (
    <div className="mt-2 rounded-md border">
      {isSearched && (
        <Input
          type="search"
          aria-label={t("search", { what: label })}
          placeholder={t(takesOthers ? "searchCode" : "searchHint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={addByEnter}
          autoComplete="off"
          spellCheck={false}
          className="rounded-b-none border-0 border-b focus-visible:-outline-offset-2"
        />
      )}
      <div className="max-h-48 overflow-y-auto px-3 py-1.5">
        {shown.map(({ id, name, isGone }) => (
          <label key={id} className="flex min-h-7 items-center gap-2">
            <input
              type="checkbox"
              checked={value.includes(id)}
              onChange={(event) => toggle(id, event.target.checked)}
              aria-invalid={invalid || undefined}
              className="size-4 shrink-0 accent-accent-fill"
            />
            <bdi
              translate={mono ? "no" : undefined}
              className={mono ? "wrap-anywhere font-mono text-[0.8125rem]" : "wrap-anywhere"}
            >
              {isGone ? t("gone", { id: name }) : name}
            </bdi>
          </label>
        ))}
        {shown.length === 0 && other === null && (
          <p className="py-1 text-muted text-xs">{t(options.length === 0 ? "nothingThere" : "nothingFound")}</p>
        )}
        {other !== null && (
          <Button size="sm" variant="ghost" onClick={add} className="-ml-2.5 max-w-full">
            <Plus aria-hidden />
            <span className="truncate">{t("addCode", { code: other })}</span>
          </Button>
        )}
      </div>
      <p role="status" className="border-t px-3 py-1 text-muted text-xs">
        {t("chosen", { count: value.length })}
      </p>
    </div>
  );
}
