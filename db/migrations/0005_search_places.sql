CREATE TABLE `column_name` (
	`name` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_doc` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`assetId` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_doc_asset` ON `search_doc` (`assetId`);
--> statement-breakpoint
-- Derived: full text of every asset. rowid = search_doc.rowid. Contentless: the words live in the asset's own rows. What was
-- in the index before is written again from those rows; none has a rank yet (core/search/place: UNRANKED_FROM).
DROP TABLE `asset_search`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `asset_search` USING fts5(
  `name`, `columns`, `description`, `tags`, `owner`, `relation`,
  content = '', contentless_delete = 1, detail = column, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
--> statement-breakpoint
-- Derived: every three letters in a row of `schema.name`, at the same row: finds pieces within words.
CREATE VIRTUAL TABLE `asset_name_search` USING fts5(`name`, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
--> statement-breakpoint
-- Pieces of the index are joined beside other work (services/rank-search-words), not within the write that makes one too many.
INSERT INTO `asset_search` (`asset_search`, `rank`) VALUES ('automerge', 0);
--> statement-breakpoint
INSERT INTO `asset_name_search` (`asset_name_search`, `rank`) VALUES ('automerge', 0);
--> statement-breakpoint
INSERT INTO `search_doc` (`rowid`, `assetId`)
SELECT 70368744177664 + id, id FROM `asset` WHERE kind NOT IN ('check', 'doc', 'operation') ORDER BY id;
--> statement-breakpoint
INSERT INTO `asset_search` (`rowid`, `name`, `columns`, `description`, `tags`, `owner`, `relation`)
SELECT d.rowid, a.name,
  coalesce((SELECT group_concat(c.name, ' ') FROM `asset_column` c WHERE c.assetId = a.id), ''),
  coalesce(a.description, '') || ' ' || coalesce((SELECT group_concat(c.description, ' ') FROM `asset_column` c WHERE c.assetId = a.id), ''),
  coalesce((SELECT group_concat(t.tag, ' ') FROM `asset_tag` t WHERE t.assetId = a.id), '') || ' ' ||
    coalesce((SELECT group_concat(t.term, ' ') FROM `asset_term` t WHERE t.assetId = a.id), '') || ' ' ||
    coalesce(a.domain, '') || ' ' || coalesce(a.tier, ''),
  coalesce(a.ownerTeam, '') || ' ' || coalesce(a.steward, ''),
  coalesce(a.relation, '') || ' ' || coalesce(a."schema", '')
FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId ORDER BY d.rowid;
--> statement-breakpoint
INSERT INTO `asset_name_search` (`rowid`, `name`)
SELECT d.rowid, a.sortName FROM `search_doc` d JOIN `asset` a ON a.id = d.assetId ORDER BY d.rowid;
--> statement-breakpoint
INSERT OR IGNORE INTO `column_name` (`name`) SELECT lower(c.name) FROM `asset_column` c;
