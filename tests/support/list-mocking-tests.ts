import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The test files below `folder` that put a module of their own in the place of one of the product's. */
export function listMockingTests(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => /\bvi\.(do)?mock\(/i.test(readFileSync(path, "utf8")));
}
