import { rotateSecret } from "@/lib/server/secrets/rotate-secret";
import { MIGRATIONS_FOLDER } from "./encrypted-data";

/** Rotates a file's secret and is killed, as by a power cut, when a step was done for the nth time. Run as a program. */
const [dataDir = "", step, nth] = process.argv.slice(2);
let times = 0;
await rotateSecret(
  { dataDir, secret: null, newSecret: null },
  {
    migrationsFolder: MIGRATIONS_FOLDER,
    now: Date.now,
    onStep: (done) => {
      if (done === step) times += 1;
      if (times === Number(nth)) process.kill(process.pid, "SIGKILL");
    },
  },
);
