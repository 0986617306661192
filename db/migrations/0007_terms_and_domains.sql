-- Lists of terms read status and synonyms from the asset's row. Until now only people told of terms.
UPDATE `asset` SET tier = (
  SELECT d.value ->> '$' FROM `decision` d JOIN `asset_key` k ON k.urn = d.subject
  WHERE k.assetId = asset.id AND d."column" = '' AND d.field = 'termStatus' ORDER BY d.id DESC LIMIT 1)
WHERE kind = 'term';
--> statement-breakpoint
UPDATE `asset` SET tags = coalesce((
  SELECT d.value FROM `decision` d JOIN `asset_key` k ON k.urn = d.subject
  WHERE k.assetId = asset.id AND d."column" = '' AND d.field = 'synonyms' ORDER BY d.id DESC LIMIT 1), '[]')
WHERE kind = 'term';
--> statement-breakpoint
INSERT OR IGNORE INTO `asset_tag` (`tag`, `assetId`)
SELECT t.value, a.id FROM `asset` a, json_each(a.tags) t WHERE a.kind = 'term' AND t.type = 'text';
--> statement-breakpoint
-- How many datasets of each domain miss something: counters that are moved with every change from now on.
WITH gaps AS MATERIALIZED (
  SELECT domain, sum(ownerTeam IS NULL) no_owner, sum(description IS NULL) not_described,
    sum(classification IS NULL) not_classified, sum(checkCount = 0) no_tests
  FROM `asset` WHERE kind = 'dataset' AND status = 'active' AND domain IS NOT NULL GROUP BY domain)
INSERT OR IGNORE INTO `facet_count` (`facet`, `value`, `count`)
SELECT 'domain.no_owner', domain, no_owner FROM gaps WHERE no_owner > 0
UNION ALL SELECT 'domain.not_described', domain, not_described FROM gaps WHERE not_described > 0
UNION ALL SELECT 'domain.not_classified', domain, not_classified FROM gaps WHERE not_classified > 0
UNION ALL SELECT 'domain.no_tests', domain, no_tests FROM gaps WHERE no_tests > 0;
