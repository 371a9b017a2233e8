import { performance } from "node:perf_hooks";
import { Pool } from "undici";
import { ownerCookie } from "../support/owner";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";

const HEALTH = "/api/health";

function listPaths(deepCursor: string): { name: string; path: string }[] {
  return [
    ...["24h", "30d"].flatMap((period) => [
      { name: `error frequency ${period}`, path: `/api/errors/frequency?period=${period}` },
      { name: `overview ${period}`, path: `/api/overview?period=${period}` },
      { name: `newest 50 errors ${period}`, path: `/api/errors?limit=50&period=${period}` },
    ]),
    { name: "50 errors deep in", path: `/api/errors?limit=50&cursor=${deepCursor}` },
  ];
}

interface Times {
  readonly name: string;
  readonly path: string;
  readonly full: number[];
  readonly empty: number[];
}

interface Server {
  readonly pool: Pool;
  /** Of the owner, for whom alone the charts are. */
  readonly cookie: string;
}

const openServer = (origin: string): Server => ({ pool: new Pool(origin), cookie: ownerCookie(origin) });

async function time({ pool, cookie }: Server, path: string): Promise<number> {
  const startedMs = performance.now();
  const reply = await pool.request({ method: "GET", path, headers: { cookie } });
  await reply.body.text();
  if (reply.statusCode !== 200) throw new Error(`GET ${path} answered ${reply.statusCode}`);
  return performance.now() - startedMs;
}

/** What the charts cost with many events, against the cheapest answer of the same server and against an empty database. */
export async function benchCharts(options: {
  readonly full: string;
  readonly empty: string;
  readonly deepCursor: string;
  readonly rounds: number;
}): Promise<TableRow[]> {
  const servers = { full: openServer(options.full), empty: openServer(options.empty) };
  const health: Times = { name: "health", path: HEALTH, full: [], empty: [] };
  // Measured twice a round: the cheapest answer against itself is the noise.
  const healthAgain: Times = { name: "health again", path: HEALTH, full: [], empty: [] };
  const charts = listPaths(options.deepCursor).map((entry): Times => ({ ...entry, full: [], empty: [] }));
  const all = [health, ...charts, healthAgain];
  for (const { path } of all) for (const server of Object.values(servers)) await time(server, path);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { path, full, empty } of all) {
      full.push(await time(servers.full, path));
      empty.push(await time(servers.empty, path));
    }
  }
  await Promise.all(Object.values(servers).map(({ pool }) => pool.destroy()));

  const noise = noiseOf([[median(health.full), median(healthAgain.full)]]);
  const row = (what: string, figure: number, base: number): TableRow => ({
    what,
    ratio: figure / base,
    noise,
    raw: `${figure.toFixed(1)} against ${base.toFixed(1)} ms`,
  });
  return charts.flatMap(({ name, full, empty }) => [
    row(`${name}: against health`, median(full), median([...health.full, ...healthAgain.full])),
    row(`${name}: against an empty database`, median(full), median(empty)),
  ]);
}
