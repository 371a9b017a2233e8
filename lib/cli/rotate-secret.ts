import { join } from "node:path";
import { readEnv } from "@/lib/server/env";
import { rotateSecret } from "@/lib/server/secrets/rotate-secret";
import { runCommand } from "./prepare-server";
import { say } from "./say";

runCommand(async () => {
  const env = readEnv(process.env);
  const { accounts, secondFactors, channels, subscriptions, wiped } = await rotateSecret(env, {
    migrationsFolder: join(process.cwd(), "prisma", "migrations"),
    now: Date.now,
  });
  say(
    `There is a new secret. Encrypted anew: keys of accounts ${accounts}, second factors ${secondFactors}, channels ${channels}, browsers ${subscriptions}`,
  );
  if (!wiped) say("The database could not be written anew: make room on the disk, and rotate once more");
  say("Everybody has been signed out. Proxy keys and API tokens go on working");
  say(
    env.secret === null
      ? `Back up ${join(env.dataDir, "secret")} now: backups of the old one open nothing of this database`
      : "Before the next start set BANWATCH_SECRET to what BANWATCH_NEW_SECRET is, and take that one out",
  );
});
