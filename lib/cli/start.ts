import { openDataDir } from "@/lib/server/data-dir";
import { readEnv } from "@/lib/server/env";
import { isStartupError } from "@/lib/server/startup-error";
import { buildWhenNeeded } from "./build";
import { openServer } from "./open-server";

const say = (line: string) => process.stdout.write(`banwatch: ${line}\n`);

async function start(): Promise<void> {
  const folder = process.cwd();
  // What a person has to mend is said before the build, which takes a minute.
  const env = readEnv(process.env);
  const { port, host, dataDir, publicUrl } = env;
  openDataDir(dataDir);
  const server = await openServer(env);
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  if (!(await buildWhenNeeded(folder, say))) say("The build is up to date");
  say(`Data in ${dataDir}`);
  await server.serve(folder);
  const shownHost = ["127.0.0.1", "0.0.0.0", "::"].includes(host) ? "localhost" : host;
  say(`Ready on ${publicUrl ?? `http://${shownHost}:${port}`}`);
}

start().catch((error: unknown) => {
  const line = isStartupError(error) ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`banwatch: ${line}\n`);
  process.exit(1);
});
