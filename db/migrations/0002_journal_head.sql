ALTER TABLE `book` ADD `journalSeq` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `book` ADD `journalHash` text DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' NOT NULL;--> statement-breakpoint
UPDATE `book` SET
  `journalSeq` = coalesce((SELECT max(`seq`) FROM `journal`), 0),
  `journalHash` = coalesce((SELECT `hash` FROM `journal` ORDER BY `seq` DESC LIMIT 1), `journalHash`);
