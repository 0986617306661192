CREATE TABLE `column_edge` (
	`downId` integer NOT NULL,
	`downColumn` integer NOT NULL,
	`upId` integer NOT NULL,
	`upColumn` integer NOT NULL,
	PRIMARY KEY(`downId`, `downColumn`, `upId`, `upColumn`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `column_edge_up` ON `column_edge` (`upId`,`upColumn`,`downId`,`downColumn`);--> statement-breakpoint
CREATE TABLE `__new_column_name` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_column_name` (`name`) SELECT `name` FROM `column_name`;--> statement-breakpoint
DROP TABLE `column_name`;--> statement-breakpoint
ALTER TABLE `__new_column_name` RENAME TO `column_name`;--> statement-breakpoint
CREATE UNIQUE INDEX `column_name_name_unique` ON `column_name` (`name`);
