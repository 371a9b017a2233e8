-- AlterTable
ALTER TABLE "Account" ADD COLUMN "guardMode" TEXT;

-- AlterTable
ALTER TABLE "Cooldown" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'cooling';
ALTER TABLE "Cooldown" ADD COLUMN "waitingSinceMs" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Cooldown" ADD COLUMN "nextProbeAtMs" BIGINT;
ALTER TABLE "Cooldown" ADD COLUMN "failedProbes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Cooldown" ADD COLUMN "isDrill" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Cooldown" ADD COLUMN "endedHow" TEXT;
ALTER TABLE "Cooldown" ADD COLUMN "heldCalls" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Cooldown" ADD COLUMN "observedCalls" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Cooldown" ADD COLUMN "callers" TEXT NOT NULL DEFAULT '[]';
ALTER TABLE "Cooldown" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Cooldown" ADD COLUMN "before" TEXT;

-- CreateTable
CREATE TABLE "Probe" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "cooldownId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "accountId" TEXT,
    "verdict" TEXT,
    "latencyMs" INTEGER,
    "code" TEXT,
    "description" TEXT,
    CONSTRAINT "Probe_cooldownId_fkey" FOREIGN KEY ("cooldownId") REFERENCES "Cooldown" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GuardSettings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mode" TEXT NOT NULL,
    "shedding" BOOLEAN NOT NULL,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "RiskWarning" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL,
    "provider" TEXT NOT NULL,
    "providerHost" TEXT NOT NULL,
    "errors" INTEGER NOT NULL,
    "errorsPerMinuteLimit" INTEGER NOT NULL
);

-- CreateIndex
CREATE INDEX "Cooldown_startedAtMs_idx" ON "Cooldown"("startedAtMs");

-- CreateIndex
CREATE INDEX "Probe_cooldownId_atMs_idx" ON "Probe"("cooldownId", "atMs");

-- CreateIndex
CREATE INDEX "RiskWarning_atMs_idx" ON "RiskWarning"("atMs");

-- Prisma's schema has no words for a partial index. Lists leave out held calls, of which one ban may bring thousands.
CREATE INDEX "ErrorEvent_not_held_atMs_id_idx" ON "ErrorEvent"("atMs", "id") WHERE "origin" <> 'held';

-- Until now nothing wrote down that a ban was over by its time, and whoever ended it stood in endedBy.
UPDATE "Cooldown" SET "endedHow" = CASE WHEN "endedBy" IN ('key-replaced', 'archived') THEN "endedBy" ELSE 'person' END
WHERE "endedAtMs" IS NOT NULL;
UPDATE "Cooldown" SET "endedBy" = NULL WHERE "endedHow" IN ('key-replaced', 'archived');
UPDATE "Cooldown" SET "endedAtMs" = "untilMs", "endedHow" = 'time'
WHERE "endedAtMs" IS NULL AND "untilMs" < CAST(strftime('%s', 'now') AS INTEGER) * 1000;
UPDATE "Cooldown" SET "waitingSinceMs" = "startedAtMs", "nextProbeAtMs" = "untilMs", "revision" = 1;
UPDATE "Cooldown" SET "state" = 'blocked' WHERE "untilMs" IS NULL;
