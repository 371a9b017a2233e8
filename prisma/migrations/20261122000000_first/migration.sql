-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "baseUrl" TEXT,
    "keyCipher" TEXT NOT NULL,
    "keyHmac" TEXT NOT NULL,
    "keyLast4" TEXT NOT NULL,
    "lowBalance" TEXT,
    "criticalBalance" TEXT,
    "unit" TEXT,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL,
    "archivedAtMs" BIGINT,
    "firstCallAtMs" BIGINT
);

-- CreateTable
CREATE TABLE "ErrorEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL,
    "accountId" TEXT,
    "proxyKeyId" TEXT,
    "source" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "taskType" TEXT,
    "targetHost" TEXT,
    "code" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "errorId" TEXT,
    "httpStatus" INTEGER NOT NULL,
    "latencyMs" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "taskId" TEXT,
    "callerAddress" TEXT
);

-- CreateTable
CREATE TABLE "Tally" (
    "stepSeconds" INTEGER NOT NULL,
    "bucketMs" BIGINT NOT NULL,
    "accountId" TEXT NOT NULL,
    "proxyKeyId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "latencySumMs" BIGINT NOT NULL,
    "latency0" INTEGER NOT NULL,
    "latency1" INTEGER NOT NULL,
    "latency2" INTEGER NOT NULL,
    "latency3" INTEGER NOT NULL,
    "latency4" INTEGER NOT NULL,
    "latency5" INTEGER NOT NULL,
    "latency6" INTEGER NOT NULL,
    "latency7" INTEGER NOT NULL,
    "latency8" INTEGER NOT NULL,
    "latency9" INTEGER NOT NULL,

    PRIMARY KEY ("stepSeconds", "bucketMs", "accountId", "proxyKeyId", "source", "method", "code", "origin")
);

-- CreateTable
CREATE TABLE "BalanceSample" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "balance" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    CONSTRAINT "BalanceSample_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Cooldown" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "scope" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "providerHost" TEXT NOT NULL,
    "accountId" TEXT,
    "code" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "startedAtMs" BIGINT NOT NULL,
    "untilMs" BIGINT,
    "endedAtMs" BIGINT,
    "endedBy" TEXT,
    "endReason" TEXT,
    "lastErrorAtMs" BIGINT NOT NULL,
    "errors" INTEGER NOT NULL,
    CONSTRAINT "Cooldown_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_name_key" ON "Account"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Account_keyHmac_key" ON "Account"("keyHmac");

-- CreateIndex
CREATE INDEX "ErrorEvent_atMs_id_idx" ON "ErrorEvent"("atMs", "id");

-- CreateIndex
CREATE INDEX "ErrorEvent_code_atMs_id_idx" ON "ErrorEvent"("code", "atMs", "id");

-- CreateIndex
CREATE INDEX "ErrorEvent_accountId_atMs_id_idx" ON "ErrorEvent"("accountId", "atMs", "id");

-- CreateIndex
CREATE INDEX "BalanceSample_accountId_atMs_idx" ON "BalanceSample"("accountId", "atMs");

-- CreateIndex
CREATE INDEX "Cooldown_scope_scopeKey_startedAtMs_idx" ON "Cooldown"("scope", "scopeKey", "startedAtMs");

-- CreateIndex
CREATE INDEX "Cooldown_endedAtMs_untilMs_idx" ON "Cooldown"("endedAtMs", "untilMs");
