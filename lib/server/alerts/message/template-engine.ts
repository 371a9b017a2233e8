import { Context, type Emitter, Liquid, type StaticAnalysis, type Template, toValueSync } from "liquidjs";
import { type FoundFault, readFault, TooMuchError } from "./template-fault";

/**
 * What templates may use. Whatever is not here is unknown to them: nothing that reads a file, makes a text longer than
 * what it was given (other than by joining), or keeps what is written (`capture` has a memory of its own).
 */
const TAGS = ["if", "unless", "case", "for", "break", "continue", "assign", "echo", "comment", "raw", "#"];
const FILTERS = [
  ...["abs", "at_least", "at_most", "ceil", "divided_by", "floor", "minus", "modulo", "plus", "round", "times"],
  ...["append", "capitalize", "downcase", "lstrip", "prepend", "rstrip", "slice", "strip", "strip_newlines"],
  ...["truncate", "truncatewords", "upcase", "default", "first", "join", "last", "map", "size", "where", "uniq"],
];

/** A message is sent within a second of its cause: a template gets little of that. */
const RENDER_LIMIT_MS = 100;
const PARSE_LIMIT_CHARS = 4_000;
/** Counted by the library: characters and entries that filters make. */
const MEMORY_LIMIT = 50_000;
const MAX_OUTPUT_CHARS = 20_000;

const NO_FILES = {
  readFileSync: () => "",
  readFile: async () => "",
  existsSync: () => false,
  exists: async () => false,
  resolve: () => "",
  contains: async () => false,
  containsSync: () => false,
};

function createEngine(): Liquid {
  const engine = new Liquid({
    fs: NO_FILES,
    relativeReference: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    parseLimit: PARSE_LIMIT_CHARS,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) engine.unregisterFilter(name);
  return engine;
}

const engine = createEngine();

/** Collects what a template writes, and stops one that writes without end. */
class BoundedEmitter implements Emitter {
  buffer = "";

  write(html: unknown): void {
    // Objects are written as JSON by the library's own emitter; here only values are.
    if (html === null || html === undefined || typeof html === "object" || typeof html === "function") return;
    this.buffer += String(html);
    if (this.buffer.length > MAX_OUTPUT_CHARS) throw new TooMuchError();
  }
}

export type RenderedTemplate =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "wrong"; readonly fault: FoundFault };

const wrong = (error: unknown) => ({
  kind: "wrong" as const,
  fault: readFault(error, { tags: TAGS.filter((name) => name !== "#"), filters: FILTERS }),
});

/**
 * Puts values into a Liquid template. It reaches nothing but `values`, and its time, memory and output are limited, so
 * that whoever writes templates can neither read the process nor stop it. Names that are not known are empty.
 */
export function renderTemplate(template: string, values: Readonly<Record<string, unknown>>): RenderedTemplate {
  try {
    const parsed: Template[] = engine.parse(template);
    const context = new Context(values, engine.options, { sync: true });
    const emitter = new BoundedEmitter();
    toValueSync(engine.renderer.renderTemplates(parsed, context, emitter));
    return { kind: "text", text: emitter.buffer };
  } catch (error) {
    return wrong(error);
  }
}

export type ParsedTemplate =
  | { readonly kind: "parsed"; readonly templates: readonly Template[]; readonly used: StaticAnalysis }
  | { readonly kind: "wrong"; readonly fault: FoundFault };

/** Reads a template without filling it in, and what it names. */
export function parseTemplate(template: string): ParsedTemplate {
  try {
    const templates = engine.parse(template);
    return { kind: "parsed", templates, used: engine.analyzeSync(templates, { partials: false }) };
  } catch (error) {
    return wrong(error);
  }
}
