import { readEnv } from "@/lib/server/env";
import { isStartupError } from "@/lib/server/startup-error";
import { buildWhenNeeded } from "./build";
import { serve } from "./serve";

const say = (line: string) => process.stdout.write(`banwatch: ${line}\n`);

async function start(): Promise<void> {
  const folder = process.cwd();
  const { port, host, dataDir, publicUrl } = readEnv(process.env);
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  if (!(await buildWhenNeeded(folder, say))) say("The build is up to date");
  say(`Data in ${dataDir}`);
  await serve({ port, host, folder });
  const shownHost = host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  say(`Ready on ${publicUrl ?? `http://${shownHost}:${port}`}`);
}

start().catch((error: unknown) => {
  const line = isStartupError(error) ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`banwatch: ${line}\n`);
  process.exit(1);
});
