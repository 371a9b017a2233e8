import { buildWhenNeeded } from "@/lib/cli/build";

/** Before tests of the whole product: so that none of them, and not several at once, has to build. */
export default async function buildOnce(): Promise<void> {
  await buildWhenNeeded(process.cwd(), console.log);
}
