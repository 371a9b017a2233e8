import { defineConfig } from "prisma/config";

// `prisma generate` asks for the schema engine although it never runs it, and would download it. On a closed
// network that fails, so `generate` is shown an executable that exists. `migrate` does need the real engine.
if (process.argv.includes("generate")) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "file:./data/banwatch.db" },
});
