import { prepareServer, runCommand, say } from "./prepare-server";

runCommand(async () => {
  const server = await prepareServer(process.env);
  say(`Data in ${server.env.dataDir}`);
  say(`Ready on ${await server.serve()}`);
});
