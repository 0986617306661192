DROP INDEX `asset_key_source`;--> statement-breakpoint
CREATE INDEX `asset_key_source` ON `asset_key` (`sourceId`,`assetId`);--> statement-breakpoint
DROP INDEX `fact_from`;--> statement-breakpoint
DROP INDEX `fact_to`;--> statement-breakpoint
CREATE INDEX `fact_from` ON `fact` (`fromImport`,`keyId`);--> statement-breakpoint
CREATE INDEX `fact_to` ON `fact` (`toImport`,`keyId`) WHERE "fact"."toImport" is not null;