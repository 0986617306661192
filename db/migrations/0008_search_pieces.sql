-- Pieces of one size are joined by whoever writes one more. Joining 16 of them, each joined of 16, kept other writers
-- waiting for more than a second in a first import of 100,000 datasets; with 32 there are never so many large ones.
INSERT INTO `asset_search` (`asset_search`, `rank`) VALUES ('crisismerge', 32);
--> statement-breakpoint
INSERT INTO `asset_name_search` (`asset_name_search`, `rank`) VALUES ('crisismerge', 32);
