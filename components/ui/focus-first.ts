/**
 * A ref that puts the focus on the first control inside when a window opens, instead of on the window's close button. Of
 * radio buttons it takes the chosen one, as the Tab key does.
 */
export function focusFirst(frame: HTMLElement | null): void {
  const first = frame?.querySelector<HTMLElement>("select, input, button");
  const isRadio = first instanceof HTMLInputElement && first.type === "radio";
  const chosen = isRadio
    ? frame?.querySelector<HTMLElement>(`input[name="${CSS.escape(first.name)}"]:checked`)
    : undefined;
  (chosen ?? first)?.focus();
}
