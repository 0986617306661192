CREATE INDEX `asset_owner_team` ON `asset` (`ownerTeam`) WHERE "asset"."ownerTeam" is not null;--> statement-breakpoint
CREATE INDEX `asset_steward` ON `asset` (`steward`) WHERE "asset"."steward" is not null;--> statement-breakpoint
CREATE INDEX `asset_failing` ON `asset` (`id`) WHERE "asset"."lastOutcome" in ('fail', 'error');
--> statement-breakpoint
INSERT INTO `facet_count` (`facet`, `value`, `count`)
SELECT 'problem', 'failing_checks', count(*) FROM `asset` WHERE `kind` = 'dataset' AND `status` = 'active' AND `failingCheckCount` > 0 HAVING count(*) > 0 UNION ALL
SELECT 'problem', 'conflict', count(*) FROM `asset` WHERE `kind` = 'dataset' AND `status` = 'active' AND `hasConflict` = 1 HAVING count(*) > 0 UNION ALL
SELECT 'total', 'checksWithResult', count(*) FROM `asset` WHERE `kind` = 'check' AND `status` = 'active' AND `lastOutcome` IS NOT NULL HAVING count(*) > 0;
