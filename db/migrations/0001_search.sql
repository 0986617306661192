-- Derived: full text of every asset. rowid = asset.id. Contentless: the words live in the asset's own rows.
CREATE VIRTUAL TABLE `asset_search` USING fts5(
  `name`, `columns`, `description`, `tags`, `owner`, `relation`,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
