import { prepareServer, runCommand } from "./prepare-server";
import { say } from "./say";

runCommand(async () => {
  const server = await prepareServer(process.env);
  say(`Data in ${server.env.dataDir}`);
  say(`Ready on ${await server.serve()}`);
});
