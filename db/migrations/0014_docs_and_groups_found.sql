CREATE INDEX `journal_group` ON `journal` (`kind`,case when json_valid("payload") then "payload" ->> '$.groupId' end);--> statement-breakpoint
CREATE INDEX `asset_key_import` ON `asset_key` (`firstImportId`);--> statement-breakpoint
-- Docs blocks are searched now. Those imported before that get a place, with no rank yet (core/search/place: UNRANKED_FROM);
-- then all of them that have no rank get their words, once, in the order of their places.
INSERT INTO `search_doc` (`rowid`, `assetId`)
SELECT 70368744177664 + a.id, a.id FROM `asset` a
WHERE a.kind = 'doc' AND NOT EXISTS (SELECT 1 FROM `search_doc` d WHERE d.assetId = a.id) ORDER BY a.id;
--> statement-breakpoint
DELETE FROM `asset_search` WHERE `rowid` IN (SELECT d.rowid FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId AND a.kind = 'doc' WHERE d.rowid >= 70368744177664);
--> statement-breakpoint
DELETE FROM `asset_name_search` WHERE `rowid` IN (SELECT d.rowid FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId AND a.kind = 'doc' WHERE d.rowid >= 70368744177664);
--> statement-breakpoint
INSERT INTO `asset_search` (`rowid`, `name`, `columns`, `description`, `tags`, `owner`, `relation`)
SELECT d.rowid, a.name, '', coalesce(a.description, ''),
  coalesce((SELECT group_concat(t.tag, ' ') FROM `asset_tag` t WHERE t.assetId = a.id), '') || ' ' ||
    coalesce((SELECT group_concat(t.term, ' ') FROM `asset_term` t WHERE t.assetId = a.id), '') || ' ' ||
    coalesce(a.domain, '') || ' ' || coalesce(a.tier, ''),
  coalesce(a.ownerTeam, '') || ' ' || coalesce(a.steward, ''),
  coalesce(a.relation, '') || ' ' || coalesce(a."schema", '')
FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId WHERE a.kind = 'doc' AND d.rowid >= 70368744177664 ORDER BY d.rowid;
--> statement-breakpoint
INSERT INTO `asset_name_search` (`rowid`, `name`)
SELECT d.rowid, a.sortName FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId WHERE a.kind = 'doc' AND d.rowid >= 70368744177664 ORDER BY d.rowid;
