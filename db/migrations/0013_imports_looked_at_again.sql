ALTER TABLE `run_result` ADD `extras` text;--> statement-breakpoint
ALTER TABLE `import` ADD `checkedAtMs` integer;--> statement-breakpoint
ALTER TABLE `import` ADD `checkedPlace` text;--> statement-breakpoint
ALTER TABLE `import` ADD `undoneAtMs` integer;--> statement-breakpoint
UPDATE `import` SET `undoneAtMs` = u.`atMs` FROM (SELECT e.`value` AS `id`, max(j.`atMs`) AS `atMs` FROM `journal` j, json_each(j.`payload`, '$.importIds') e WHERE j.`kind` = 'undo-import' GROUP BY e.`value`) u WHERE u.`id` = `import`.`id` AND `import`.`status` = 'undone';
