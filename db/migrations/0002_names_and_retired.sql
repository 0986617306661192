DROP INDEX `asset_key_name`;--> statement-breakpoint
CREATE INDEX `asset_key_source` ON `asset_key` (`sourceId`);--> statement-breakpoint
CREATE INDEX `asset_retired` ON `asset` (`id`) WHERE "asset"."status" = 'retired';