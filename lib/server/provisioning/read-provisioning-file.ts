import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import { type ProvisioningFile, provisioningFile } from "@/lib/contracts/provisioning";
import { StartupError } from "../startup-error";

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** What the provisioning file declares, and where it does. */
export interface DeclaredFile extends ProvisioningFile {
  /** File, line and name of a field, to begin a complaint about its value with. */
  readonly placeOf: (field: readonly PropertyKey[]) => string;
}

/**
 * Reads the provisioning file. `${NAME}` inside a text stands for the environment variable; it is put in after the
 * YAML was read, so no value of a variable can change the file's structure.
 *
 * @throws {StartupError} naming file, line and field of what is wrong
 */
export function readProvisioningFile(path: string, variables: Record<string, string | undefined>): DeclaredFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  const refuse = (line: number, what: string): never => {
    throw new StartupError(`${path}, line ${line}: ${what}`);
  };

  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) refuse(lineOf(syntaxError.pos[0]), `not YAML: ${syntaxError.message}.`);

  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value !== "string") return;
      scalar.value = scalar.value.replaceAll(VARIABLE, (_match, name: string) => {
        const value = variables[name];
        if (value !== undefined && value !== "") return value;
        return refuse(lineOf(scalar.range?.[0]), `the environment variable ${name} is not set.`);
      });
    },
  });

  const placeOf = (field: readonly PropertyKey[]) =>
    `${path}, line ${lineOf(findOffset(document.contents, field))}: ${describePath(field)}`;
  const parsed = provisioningFile.safeParse(document.toJS() ?? {});
  if (parsed.success) return { ...parsed.data, placeOf };
  const [issue] = parsed.error.issues;
  throw new StartupError(`${placeOf(issue?.path ?? [])} ${issue?.message ?? "not valid"}.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new StartupError(`The provisioning file ${path} cannot be read${why}. Check BANWATCH_CONFIG.`);
  }
}

/** The offset of the deepest node on the path: a field that is missing is reported where its parent stands. */
function findOffset(contents: unknown, path: readonly PropertyKey[]): number | undefined {
  let node = contents as Node | null;
  for (const key of path) {
    let next: unknown;
    if (isMap(node)) next = node.get(String(key), true) ?? undefined;
    else if (isSeq(node)) next = node.get(Number(key), true) ?? undefined;
    if (next === undefined || next === null) break;
    node = next as Node;
  }
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}

const describePath = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "") || "the file";
