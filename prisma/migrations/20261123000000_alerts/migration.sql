-- CreateTable
CREATE TABLE "AlertRule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "defaultKey" TEXT,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "createdAtMs" BIGINT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AlertChannel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "locale" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secretsCipher" TEXT NOT NULL,
    "secretHints" TEXT NOT NULL,
    "titleTemplate" TEXT,
    "textTemplate" TEXT,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "refusedAtMs" BIGINT,
    "refusedReason" TEXT,
    "lastDeliveredAtMs" BIGINT,
    "lastFailedAtMs" BIGINT,
    "lastFailure" TEXT,
    "createdAtMs" BIGINT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AlertState" (
    "ruleId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("ruleId", "subjectId")
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "ruleId" TEXT,
    "rule" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "groupKey" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "openedAtMs" BIGINT NOT NULL,
    "changedAtMs" BIGINT NOT NULL,
    "acknowledgedAtMs" BIGINT,
    "acknowledgedBy" TEXT,
    "snoozedUntilMs" BIGINT,
    "snoozedBy" TEXT,
    "snoozeReason" TEXT,
    "muteKind" TEXT,
    "muteBy" TEXT,
    "muteIncidentId" TEXT,
    "escalatedAtMs" BIGINT,
    "noDataSinceMs" BIGINT,
    "resolvesAtMs" BIGINT,
    "resolvedAtMs" BIGINT,
    "resolvedHow" TEXT,
    "resolvedBy" TEXT,
    "resolveReason" TEXT,
    "reopened" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "AlertCursor" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "SeenCooldown" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "IncidentTransition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "incidentId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT,
    "note" TEXT,
    "untilMs" BIGINT,
    "value" REAL,
    CONSTRAINT "IncidentTransition_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sequence" INTEGER NOT NULL,
    "channelId" TEXT NOT NULL,
    "channelName" TEXT NOT NULL,
    "channelType" TEXT NOT NULL,
    "groupKey" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "nextAttemptAtMs" BIGINT,
    "leasedUntilMs" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptsBefore" INTEGER NOT NULL DEFAULT 0,
    "resentAtMs" BIGINT,
    "resentAfter" INTEGER,
    "settledAtMs" BIGINT
);

-- CreateTable
CREATE TABLE "DeliveryNotice" (
    "deliveryId" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "notice" TEXT NOT NULL,

    PRIMARY KEY ("deliveryId", "incidentId"),
    CONSTRAINT "DeliveryNotice_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "DeliveryNotice_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ToldChannel" (
    "incidentId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "lastEvent" TEXT NOT NULL,

    PRIMARY KEY ("incidentId", "channelId"),
    CONSTRAINT "ToldChannel_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DeliveryAttempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "deliveryId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "latencyMs" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "httpStatus" INTEGER,
    "answer" TEXT NOT NULL,
    "reason" TEXT,
    CONSTRAINT "DeliveryAttempt_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Maintenance" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "createdBy" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "AlertSettings" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "heartbeatUrlCipher" TEXT,
    "heartbeatHint" TEXT,
    "heartbeatEveryMinutes" INTEGER NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "timeZoneProvisioned" BOOLEAN NOT NULL DEFAULT false,
    "vapidPublicKey" TEXT,
    "vapidPrivateKeyCipher" TEXT,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "endpointHash" TEXT NOT NULL,
    "cipher" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    CONSTRAINT "PushSubscription_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SeenCode" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "providerHost" TEXT NOT NULL,
    "accountId" TEXT,
    "firstSeenAtMs" BIGINT NOT NULL,
    "cameAgainAtMs" BIGINT
);

-- CreateIndex
CREATE UNIQUE INDEX "AlertRule_defaultKey_key" ON "AlertRule"("defaultKey");

-- CreateIndex
CREATE UNIQUE INDEX "AlertRule_name_key" ON "AlertRule"("name");

-- CreateIndex
CREATE UNIQUE INDEX "AlertChannel_name_key" ON "AlertChannel"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Incident_number_key" ON "Incident"("number");

-- CreateIndex
CREATE INDEX "Incident_resolvedAtMs_id_idx" ON "Incident"("resolvedAtMs", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_sequence_key" ON "Delivery"("sequence");

-- CreateIndex
CREATE INDEX "Incident_ruleId_openedAtMs_idx" ON "Incident"("ruleId", "openedAtMs");

-- CreateIndex
CREATE INDEX "SeenCooldown_atMs_idx" ON "SeenCooldown"("atMs");

-- CreateIndex
CREATE INDEX "IncidentTransition_incidentId_id_idx" ON "IncidentTransition"("incidentId", "id");

-- CreateIndex
CREATE INDEX "Delivery_channelId_groupKey_createdAtMs_idx" ON "Delivery"("channelId", "groupKey", "createdAtMs");

-- CreateIndex
CREATE INDEX "Delivery_settledAtMs_idx" ON "Delivery"("settledAtMs");

-- CreateIndex
CREATE INDEX "DeliveryNotice_incidentId_deliveryId_idx" ON "DeliveryNotice"("incidentId", "deliveryId");

-- CreateIndex
CREATE INDEX "DeliveryAttempt_deliveryId_id_idx" ON "DeliveryAttempt"("deliveryId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Maintenance_name_key" ON "Maintenance"("name");

-- CreateIndex
CREATE UNIQUE INDEX "PushSubscription_endpointHash_key" ON "PushSubscription"("endpointHash");

-- CreateIndex
CREATE INDEX "PushSubscription_userId_idx" ON "PushSubscription"("userId");

-- Prisma's schema has no words for a partial index. What is open is looked up all the time, and is little.
CREATE INDEX "Incident_open_idx" ON "Incident"("openedAtMs") WHERE "resolvedAtMs" IS NULL;
CREATE INDEX "Delivery_open_idx" ON "Delivery"("channelId", "sequence") WHERE "settledAtMs" IS NULL;
