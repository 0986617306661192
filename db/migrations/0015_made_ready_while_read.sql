CREATE TABLE `asset_next` (
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
CREATE TABLE `__new_asset_column` (
	`assetId` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`name` text NOT NULL,
	`dataType` text,
	`description` text,
	`piiType` text,
	`classification` text,
	`presence` text NOT NULL,
	PRIMARY KEY(`assetId`, `ordinal`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_asset_column` (`assetId`, `ordinal`, `name`, `dataType`, `description`, `piiType`, `classification`, `presence`)
SELECT `assetId`, `ordinal`, `name`, `dataType`, `description`, `piiType`, `classification`, `presence` FROM `asset_column` ORDER BY `assetId`, `ordinal`;
--> statement-breakpoint
DROP TABLE `asset_column`;--> statement-breakpoint
ALTER TABLE `__new_asset_column` RENAME TO `asset_column`;--> statement-breakpoint
CREATE TABLE `__new_edge` (
	`upId` integer NOT NULL,
	`downId` integer NOT NULL,
	PRIMARY KEY(`upId`, `downId`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_edge` (`upId`, `downId`) SELECT `upId`, `downId` FROM `edge` ORDER BY `upId`, `downId`;--> statement-breakpoint
DROP TABLE `edge`;--> statement-breakpoint
ALTER TABLE `__new_edge` RENAME TO `edge`;--> statement-breakpoint
CREATE INDEX `edge_down` ON `edge` (`downId`,`upId`);
