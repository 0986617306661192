CREATE TABLE `asset` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`urn` text NOT NULL,
	`status` text NOT NULL,
	`name` text NOT NULL,
	`sortName` text NOT NULL,
	`database` text,
	`schema` text,
	`relation` text,
	`platform` text,
	`resourceType` text,
	`description` text,
	`ownerTeam` text,
	`steward` text,
	`domain` text,
	`tier` text,
	`classification` text,
	`tags` text NOT NULL,
	`sourceNames` text NOT NULL,
	`columnCount` integer NOT NULL,
	`piiColumnCount` integer NOT NULL,
	`describedColumnCount` integer NOT NULL,
	`checkCount` integer NOT NULL,
	`failingCheckCount` integer NOT NULL,
	`upstreamCount` integer NOT NULL,
	`downstreamCount` integer NOT NULL,
	`lastSuccessfulRunMs` integer,
	`freshness` text NOT NULL,
	`rowCount` real,
	`sizeBytes` real,
	`hasConflict` integer NOT NULL,
	`checkedAssetId` integer,
	`checkedColumn` text,
	`lastOutcome` text,
	`lastOutcomeMs` integer
);
--> statement-breakpoint
CREATE INDEX `asset_list` ON `asset` (`kind`,`status`,`sortName`,`id`);--> statement-breakpoint
CREATE INDEX `asset_checked` ON `asset` (`checkedAssetId`) WHERE "asset"."checkedAssetId" is not null;--> statement-breakpoint
CREATE INDEX `asset_relation` ON `asset` (lower("relation")) WHERE "asset"."relation" is not null;--> statement-breakpoint
CREATE INDEX `asset_name` ON `asset` (lower("name"));--> statement-breakpoint
CREATE TABLE `asset_column` (
	`assetId` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`name` text NOT NULL,
	`dataType` text,
	`description` text,
	`piiType` text,
	`classification` text,
	`presence` text NOT NULL,
	PRIMARY KEY(`assetId`, `ordinal`)
);
--> statement-breakpoint
CREATE TABLE `asset_key` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sourceId` integer NOT NULL,
	`name` text NOT NULL,
	`urn` text NOT NULL,
	`kind` text NOT NULL,
	`assetId` integer NOT NULL,
	`firstImportId` integer,
	FOREIGN KEY (`sourceId`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `asset_key_urn_unique` ON `asset_key` (`urn`);--> statement-breakpoint
CREATE UNIQUE INDEX `asset_key_name` ON `asset_key` (`sourceId`,`name`);--> statement-breakpoint
CREATE INDEX `asset_key_asset` ON `asset_key` (`assetId`);--> statement-breakpoint
CREATE TABLE `asset_tag` (
	`tag` text NOT NULL,
	`assetId` integer NOT NULL,
	PRIMARY KEY(`tag`, `assetId`)
);
--> statement-breakpoint
CREATE INDEX `asset_tag_asset` ON `asset_tag` (`assetId`);--> statement-breakpoint
CREATE TABLE `decision` (
	`id` integer PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`column` text NOT NULL,
	`field` text NOT NULL,
	`value` text,
	`author` text NOT NULL,
	`atMs` integer NOT NULL,
	`reason` text NOT NULL,
	`supersedesId` integer,
	`groupId` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `decision_subject` ON `decision` (`subject`,`column`,`field`,`id`);--> statement-breakpoint
CREATE INDEX `decision_group` ON `decision` (`groupId`);--> statement-breakpoint
CREATE TABLE `edge` (
	`upId` integer NOT NULL,
	`downId` integer NOT NULL,
	PRIMARY KEY(`upId`, `downId`)
);
--> statement-breakpoint
CREATE INDEX `edge_down` ON `edge` (`downId`,`upId`);--> statement-breakpoint
CREATE TABLE `facet_count` (
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`facet`, `value`)
);
--> statement-breakpoint
CREATE TABLE `fact` (
	`id` integer PRIMARY KEY NOT NULL,
	`keyId` integer NOT NULL,
	`part` text NOT NULL,
	`section` text NOT NULL,
	`payload` text NOT NULL,
	`fromImport` integer NOT NULL,
	`toImport` integer,
	`seenFromMs` integer NOT NULL,
	`seenToMs` integer,
	FOREIGN KEY (`keyId`) REFERENCES `asset_key`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`fromImport`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`toImport`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fact_open` ON `fact` (`keyId`,`part`,`section`) WHERE "fact"."toImport" is null;--> statement-breakpoint
CREATE INDEX `fact_history` ON `fact` (`keyId`,`fromImport`);--> statement-breakpoint
CREATE INDEX `fact_from` ON `fact` (`fromImport`);--> statement-breakpoint
CREATE INDEX `fact_to` ON `fact` (`toImport`) WHERE "fact"."toImport" is not null;--> statement-breakpoint
CREATE TABLE `book` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`createdAtMs` integer NOT NULL,
	`seq` integer NOT NULL,
	`visibleImportId` integer NOT NULL,
	`isClosedCleanly` integer NOT NULL,
	`lastQuickCheckMs` integer,
	`journalSeq` integer DEFAULT 0 NOT NULL,
	`journalHash` text DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' NOT NULL,
	CONSTRAINT "one_book" CHECK("book"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`atMs` integer NOT NULL,
	`author` text NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`previousHash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lease` (
	`work` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`pid` integer NOT NULL,
	`host` text NOT NULL,
	`takenAtMs` integer NOT NULL,
	`heartbeatMs` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `setting` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `run` (
	`id` integer PRIMARY KEY NOT NULL,
	`sourceId` integer NOT NULL,
	`importId` integer NOT NULL,
	`externalId` text NOT NULL,
	`pipelineName` text NOT NULL,
	`command` text,
	`startedAtMs` integer,
	`endedAtMs` integer,
	`status` text NOT NULL,
	`extras` text NOT NULL,
	FOREIGN KEY (`sourceId`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`importId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_external` ON `run` (`sourceId`,`externalId`);--> statement-breakpoint
CREATE INDEX `run_import` ON `run` (`importId`);--> statement-breakpoint
CREATE TABLE `run_result` (
	`id` integer PRIMARY KEY NOT NULL,
	`runId` integer NOT NULL,
	`importId` integer NOT NULL,
	`sourceId` integer NOT NULL,
	`name` text NOT NULL,
	`sourceStatus` text NOT NULL,
	`outcome` text NOT NULL,
	`startedAtMs` integer,
	`endedAtMs` integer,
	`durationSeconds` real,
	`failures` integer,
	`message` text,
	`rowsAffected` real,
	`bytesProcessed` real,
	`adapterResponse` text NOT NULL,
	FOREIGN KEY (`runId`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`importId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_result_thing` ON `run_result` (`runId`,`name`);--> statement-breakpoint
CREATE INDEX `run_result_by_thing` ON `run_result` (`sourceId`,`name`,`endedAtMs`);--> statement-breakpoint
CREATE INDEX `run_result_import` ON `run_result` (`importId`);--> statement-breakpoint
CREATE TABLE `import_file` (
	`id` integer PRIMARY KEY NOT NULL,
	`importId` integer NOT NULL,
	`name` text NOT NULL,
	`artifact` text NOT NULL,
	`sizeBytes` integer NOT NULL,
	`sha256` text NOT NULL,
	FOREIGN KEY (`importId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `import_file_name` ON `import_file` (`importId`,`name`);--> statement-breakpoint
CREATE TABLE `import` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sourceId` integer NOT NULL,
	`status` text NOT NULL,
	`startedAtMs` integer NOT NULL,
	`finishedAtMs` integer,
	`generatedAtMs` integer,
	`seenAtMs` integer NOT NULL,
	`author` text NOT NULL,
	`contentHash` text NOT NULL,
	`receipt` text NOT NULL,
	`changes` text NOT NULL,
	`factDigest` text,
	`sourceBefore` text,
	FOREIGN KEY (`sourceId`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `import_by_source` ON `import` (`sourceId`,`id`);--> statement-breakpoint
CREATE TABLE `original` (
	`sha256` text PRIMARY KEY NOT NULL,
	`sizeBytes` integer NOT NULL,
	`encoding` text NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `source` (
	`id` integer PRIMARY KEY NOT NULL,
	`identity` text NOT NULL,
	`format` text NOT NULL,
	`name` text NOT NULL,
	`target` text,
	`place` text,
	`options` text NOT NULL,
	`metaMapping` text NOT NULL,
	`staleAfterDays` integer,
	`createdAtMs` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `source_identity_unique` ON `source` (`identity`);