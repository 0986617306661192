CREATE TABLE `asset_term` (
	`term` text NOT NULL,
	`assetId` integer NOT NULL,
	`column` text NOT NULL,
	PRIMARY KEY(`term`, `assetId`, `column`)
);
--> statement-breakpoint
CREATE INDEX `asset_term_asset` ON `asset_term` (`assetId`);
--> statement-breakpoint
-- What stands is what a person decided last or, where nobody did, what the first source to name any says.
INSERT OR IGNORE INTO `asset_term` (`term`, `assetId`, `column`)
SELECT t.value, k.assetId, d."column"
FROM `decision` d JOIN `asset_key` k ON k.urn = d.subject, json_each(d.value) t
WHERE d.field = 'glossaryTerms' AND d.value IS NOT NULL AND t.type = 'text'
  AND NOT EXISTS (SELECT 1 FROM `decision` l WHERE l.subject = d.subject AND l."column" = d."column" AND l.field = d.field AND l.id > d.id)
  AND EXISTS (SELECT 1 FROM `asset` a WHERE a.id = k.assetId);
--> statement-breakpoint
INSERT OR IGNORE INTO `asset_term` (`term`, `assetId`, `column`)
SELECT t.value, k.assetId, ''
FROM `fact` f JOIN `asset_key` k ON k.id = f.keyId, json_each(f.payload, '$.glossaryTerms') t
WHERE f.section = 'fields' AND f.toImport IS NULL AND f.payload LIKE '%"glossaryTerms"%' AND t.type = 'text'
  AND NOT EXISTS (SELECT 1 FROM `asset_term` s WHERE s.assetId = k.assetId AND s."column" = '')
  AND EXISTS (SELECT 1 FROM `asset` a WHERE a.id = k.assetId);
