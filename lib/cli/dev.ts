import { prepareServer, runCommand } from "./prepare-server";
import { say } from "./say";

/** Through the same front as `npm start`: `next dev` alone would listen on every address and let everybody in. */
runCommand(async () => {
  const server = await prepareServer(process.env, { dev: true });
  say(`Data in ${server.env.dataDir}`);
  say(`Ready on ${await server.serve()}, with reloads`);
});
