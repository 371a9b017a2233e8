/** Something that can be ticked. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
}

export interface PickableShown extends Pickable {
  /** Ticked, and no longer on offer. */
  readonly isGone: boolean;
}

/**
 * What of a list is shown while somebody searches it: what matches, and everything that is ticked but not on offer.
 *
 * @param takesOthers whether what is typed may itself be added; `other` is that text, null where it is on offer already
 */
export function listPickable(
  options: readonly Pickable[],
  ticked: readonly string[],
  typed: string,
  takesOthers: boolean,
): { shown: readonly PickableShown[]; other: string | null } {
  const part = typed.trim().toLowerCase();
  const gone = ticked.filter((id) => !options.some((option) => option.id === id));
  const shown = [
    ...gone.map((id) => ({ id, name: id, isGone: !takesOthers })),
    ...options.filter(({ name }) => name.toLowerCase().includes(part)).map((option) => ({ ...option, isGone: false })),
  ];
  const text = typed.trim();
  const isNew = text !== "" && ![...gone, ...options.map(({ id }) => id)].includes(text);
  return { shown, other: takesOthers && isNew ? text : null };
}
