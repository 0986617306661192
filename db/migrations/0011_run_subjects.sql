CREATE TABLE `run_subject` (
	`id` integer PRIMARY KEY NOT NULL,
	`sourceId` integer NOT NULL,
	`firstImportId` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`sourceId`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`firstImportId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_subject_of_source` ON `run_subject` (`sourceId`,`name`);--> statement-breakpoint
INSERT INTO `run_subject` (`sourceId`, `firstImportId`, `name`) SELECT `sourceId`, min(`importId`), `name` FROM `run_result` GROUP BY `sourceId`, `name`;--> statement-breakpoint
CREATE TABLE `__new_run_result` (
	`id` integer PRIMARY KEY NOT NULL,
	`runId` integer NOT NULL,
	`importId` integer NOT NULL,
	`subjectId` integer NOT NULL,
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
	FOREIGN KEY (`importId`) REFERENCES `import`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subjectId`) REFERENCES `run_subject`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_run_result` SELECT r.`id`, r.`runId`, r.`importId`, s.`id`, r.`sourceStatus`, r.`outcome`, r.`startedAtMs`, r.`endedAtMs`, r.`durationSeconds`, r.`failures`, r.`message`, r.`rowsAffected`, r.`bytesProcessed`, r.`adapterResponse` FROM `run_result` r JOIN `run_subject` s ON s.`sourceId` = r.`sourceId` AND s.`name` = r.`name`;--> statement-breakpoint
DROP TABLE `run_result`;--> statement-breakpoint
ALTER TABLE `__new_run_result` RENAME TO `run_result`;--> statement-breakpoint
CREATE UNIQUE INDEX `run_result_of_run` ON `run_result` (`runId`,`subjectId`);--> statement-breakpoint
CREATE INDEX `run_result_of_subject` ON `run_result` (`subjectId`,`endedAtMs`);--> statement-breakpoint
CREATE INDEX `run_result_import` ON `run_result` (`importId`);
