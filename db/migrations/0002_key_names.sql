DROP INDEX `asset_key_name`;--> statement-breakpoint
CREATE INDEX `asset_key_source` ON `asset_key` (`sourceId`);