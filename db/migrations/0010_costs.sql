CREATE TABLE `cost_entry` (
	`id` integer PRIMARY KEY NOT NULL,
	`lineId` integer NOT NULL,
	`fromImport` integer NOT NULL,
	`toImport` integer,
	`toldByImport` integer NOT NULL,
	`chargePeriodStartMs` integer NOT NULL,
	`chargePeriodEndMs` integer NOT NULL,
	`amountMicros` integer NOT NULL,
	`amountRest` integer NOT NULL,
	`amountText` text NOT NULL,
	`description` text,
	`extras` text,
	`fileIndex` integer NOT NULL,
	`rowNumber` integer NOT NULL,
	FOREIGN KEY (`lineId`) REFERENCES `cost_line`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cost_entry_line` ON `cost_entry` (`lineId`,`chargePeriodStartMs`,`amountMicros`);--> statement-breakpoint
CREATE INDEX `cost_entry_from` ON `cost_entry` (`fromImport`);--> statement-breakpoint
CREATE INDEX `cost_entry_to` ON `cost_entry` (`toImport`) WHERE "cost_entry"."toImport" is not null;--> statement-breakpoint
CREATE TABLE `cost_line` (
	`id` integer PRIMARY KEY NOT NULL,
	`sourceId` integer NOT NULL,
	`firstImportId` integer NOT NULL,
	`pipelineName` text NOT NULL,
	`datasetName` text NOT NULL,
	`component` text NOT NULL,
	`currency` text NOT NULL,
	FOREIGN KEY (`sourceId`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`firstImportId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cost_line_of_source` ON `cost_line` (`sourceId`,`pipelineName`,`datasetName`,`component`,`currency`);--> statement-breakpoint
CREATE INDEX `cost_line_dataset` ON `cost_line` (`datasetName`);--> statement-breakpoint
CREATE TABLE `cost_month` (
	`month` text NOT NULL,
	`lineId` integer NOT NULL,
	`amountMicros` integer NOT NULL,
	`amountRest` integer NOT NULL,
	`entryCount` integer NOT NULL,
	`chargedToMs` integer NOT NULL,
	PRIMARY KEY(`month`, `lineId`),
	FOREIGN KEY (`lineId`) REFERENCES `cost_line`(`id`) ON UPDATE no action ON DELETE no action
);
