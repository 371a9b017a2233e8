// The direction of imports (CONTRIBUTING.md, "The rooms"): app pages -> components -> lib/client -> lib/contracts ->
// lib/domain, and app/api -> lib/server -> lib/contracts, lib/domain.
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "domain-imports-only-itself",
      severity: "error",
      from: { path: "^lib/domain/" },
      // Cron and time zones are a library's: it reads no clock that it is not given.
      to: { pathNot: "^(lib/domain/|node_modules/croner/)" },
    },
    {
      name: "contracts-know-domain-and-zod",
      severity: "error",
      from: { path: "^lib/contracts/" },
      to: { pathNot: "^(lib/(contracts|domain)/|node_modules/zod/)" },
    },
    {
      name: "browser-code-never-reaches-the-server",
      severity: "error",
      from: { path: "^(components|lib/client|lib/contracts|lib/domain|lib/i18n)/" },
      to: { path: "^(lib/(server|cli|sandbox)|app)/" },
    },
    {
      name: "client-does-not-draw",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^components/" },
    },
    {
      name: "charts-draw-only",
      severity: "error",
      from: { path: "^components/charts/" },
      to: { path: "^(lib/client/|node_modules/@tanstack/)" },
    },
    {
      name: "primitives-know-no-feature",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(components/(?!ui/)|lib/(client|contracts)/)" },
    },
    {
      name: "pages-reach-the-server-by-its-api",
      severity: "error",
      from: { path: "^app/(?!api/)" },
      to: { path: "^lib/(server|sandbox|cli)/" },
    },
    {
      name: "only-the-store-knows-prisma",
      severity: "error",
      from: { pathNot: "^(lib/server/store/|prisma\\.config\\.ts|tests/)" },
      to: { path: "^(lib/server/store/generated/|node_modules/(@prisma|prisma|better-sqlite3)/)" },
    },
    {
      name: "sandbox-stands-alone",
      severity: "error",
      from: { path: "^lib/sandbox/" },
      to: { path: "^(app|components|lib/(?!sandbox/|domain/))" },
    },
    {
      name: "production-code-never-imports-tests",
      severity: "error",
      from: { path: "^(app|components|lib)/" },
      to: { path: "^tests/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(lib/server/store/generated/internal|\\.next)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
