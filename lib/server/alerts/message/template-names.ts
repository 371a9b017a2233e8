import { type Template, toValueSync, type Variable } from "liquidjs";
import { listNearNames } from "@/lib/domain/near-names";
import type { FoundFault } from "./template-fault";

/** What templates may name. */
export interface KnownNames {
  /** At the top: `title`, `notices`. */
  readonly top: readonly string[];
  /** Of one of `notices`. */
  readonly notice: readonly string[];
  /** Of `links`. */
  readonly link: readonly string[];
}

const MAX_FOUND = 10;
/** What Liquid itself knows of a list. */
const ENTRIES: readonly unknown[] = ["first", "last"];

interface Loop extends Template {
  readonly name: string;
  readonly variable: string;
  readonly collection: { getText(): string };
  children?(partials: boolean, sync: boolean): Generator<unknown, Template[]>;
}

/** The names that loops over the incidents of a message give each of them. */
function listLoopNames(templates: readonly Template[]): string[] {
  return templates.flatMap((template) => {
    const { name, variable, collection, children } = template as Loop;
    const inside = children === undefined ? [] : toValueSync(children.call(template, false, true));
    const own = name === "for" && collection.getText() === "notices" ? [variable] : [];
    return [...own, ...listLoopNames(inside as Template[])];
  });
}

/** The part of a variable that is not known, and what may have been meant; null where all of it is. */
function findUnknown(segments: readonly unknown[], known: KnownNames, isLoop: boolean) {
  const [root, second, third] = segments;
  if (typeof root !== "string") return null;
  const judge = (name: unknown, names: readonly string[], path: string) => {
    if (typeof name !== "string" || names.includes(name)) return null;
    return { what: `${path}${name}`, near: listNearNames(name, names).map((one) => `${path}${one}`) };
  };
  if (isLoop) return judge(second, known.notice, `${root}.`);
  if (!known.top.includes(root)) return judge(root, known.top, "");
  if (root === "links") return judge(second, known.link, "links.");
  const isEntry = typeof second === "number" || ENTRIES.includes(second);
  return root === "notices" && isEntry ? judge(third, known.notice, `notices[${second}].`) : null;
}

/** What a template names that there is not, each name once, where it stands first. */
export function listUnknownNames(
  templates: readonly Template[],
  used: {
    readonly variables: Readonly<Record<string, Variable[]>>;
    readonly globals: Readonly<Record<string, Variable[]>>;
  },
  known: KnownNames,
): FoundFault[] {
  const loops = listLoopNames(templates);
  const ofLoops = loops.flatMap((name) => (Object.hasOwn(used.variables, name) ? (used.variables[name] ?? []) : []));
  const asked = [
    ...Object.values(used.globals)
      .flat()
      .map((variable) => ({ variable, isLoop: false })),
    ...ofLoops.map((variable) => ({ variable, isLoop: true })),
  ];
  const found = new Map<string, FoundFault>();
  for (const { variable, isLoop } of asked) {
    const unknown = findUnknown(variable.segments, known, isLoop);
    if (unknown === null || found.has(unknown.what)) continue;
    const place = { line: variable.location.row, column: variable.location.col };
    found.set(unknown.what, { fault: "unknown-name", ...unknown, place });
  }
  return [...found.values()].slice(0, MAX_FOUND);
}
