import { join } from "node:path";
import { email } from "@/lib/contracts/session";
import { openDataDir } from "@/lib/server/data-dir";
import { readEnv } from "@/lib/server/env";
import { isRequestError } from "@/lib/server/request-error";
import { StartupError } from "@/lib/server/startup-error";
import { openStore } from "@/lib/server/store/open-store";
import { lockDataDir } from "@/lib/server/store/sqlite/lock";
import { SYSTEM } from "@/lib/server/team/actor";
import { createLinkService } from "@/lib/server/team/link-service";
import { openPeopleService } from "@/lib/server/team/people-service";
import { runCommand } from "./prepare-server";
import { say } from "./say";

/** For the owner who forgot the password, or lost the phone: whoever can run commands here owns the server anyway. */
runCommand(async () => {
  const given = email.safeParse(process.argv[2] ?? "");
  if (!given.success) throw new StartupError("Whose link? Run: npm run password-link -- name@example.com");
  const env = readEnv(process.env);
  const { databasePath, lockPath } = openDataDir(env.dataDir);
  const unlock = lockDataDir(lockPath);
  const now = () => Date.now();
  const store = await openStore({ databasePath, migrationsFolder: join(process.cwd(), "prisma", "migrations") });
  const { people, signInLinks: links } = store;
  const revokeNothing = async () => {};
  const team = await openPeopleService({
    people,
    revokeProxyKeysOf: revokeNothing,
    revokeTokensOf: revokeNothing,
    now,
  });
  const service = createLinkService({ links, people, team, personBehind: () => null, now });
  try {
    const { token } = await service.createResetFor(given.data, SYSTEM);
    say(`Start Banwatch, and open this within 24 hours: ${env.origin}/invitation#${token}`);
    if (env.publicUrl === null) {
      say("Where Banwatch starts with another PORT or a BANWATCH_PUBLIC_URL, give this command the same ones");
    }
    say("It sets a new password, takes the second factor off and ends every session");
  } catch (error) {
    if (isRequestError(error)) throw new StartupError(`Nobody in the team has the address ${given.data}.`);
    throw error;
  } finally {
    await store.close();
    unlock();
  }
});
