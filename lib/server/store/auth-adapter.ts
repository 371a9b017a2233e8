import { prismaAdapter } from "better-auth/adapters/prisma";
import type { PrismaClient } from "./generated/client";
import type { Database } from "./sqlite/database";

/** The tables that better-auth keeps. */
const MODELS = ["user", "session", "credential", "verification", "twoFactor"] as const;

const READS = new Set(["findFirst", "findMany", "count"]);

type Operation = (args: unknown) => Promise<unknown>;

/** One model of a Prisma client, by operation. */
const operationsOf = (client: PrismaClient, model: string): Record<string, Operation> =>
  (client as unknown as Record<string, Record<string, Operation>>)[model] ?? {};

/**
 * A model whose reads go to the reader and whose writes go through the one door of {@link Database}: Prisma would make a
 * write beside somebody's open transaction a part of it.
 */
function delegateOf({ reader, write }: Pick<Database, "reader" | "write">, model: string): Record<string, Operation> {
  return new Proxy<Record<string, Operation>>(
    {},
    {
      get: (_target, name) => {
        const operation = String(name);
        return READS.has(operation)
          ? (args: unknown) => operationsOf(reader, model)[operation]?.(args)
          : (args: unknown) => write(async (writer) => operationsOf(writer, model)[operation]?.(args));
      },
    },
  );
}

/** The store that better-auth works on. Its own transactions are those of {@link Database.write}. */
export function createAuthAdapter(database: Pick<Database, "reader" | "write">): ReturnType<typeof prismaAdapter> {
  const client: Record<string, unknown> = Object.fromEntries(
    MODELS.map((model) => [model, delegateOf(database, model)]),
  );
  client.$transaction = (work: (writer: PrismaClient) => Promise<unknown>) => database.write(work);
  return prismaAdapter(client as unknown as Parameters<typeof prismaAdapter>[0], { provider: "sqlite" });
}
