import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A made-up history with everything a drizzle-kit rebuild is known to break, and its rebuilds as drizzle-kit writes them. */
export const SHOP_BASE = `
CREATE TABLE \`dataset\` (\`id\` integer PRIMARY KEY NOT NULL, \`name\` text NOT NULL, \`kind\` text DEFAULT 'table' NOT NULL, \`label\` text GENERATED ALWAYS AS (upper("name")) VIRTUAL);
--> statement-breakpoint
CREATE TABLE \`cost\` (\`id\` integer PRIMARY KEY NOT NULL, \`datasetId\` integer NOT NULL, \`cents\` integer NOT NULL,
  FOREIGN KEY (\`datasetId\`) REFERENCES \`dataset\`(\`id\`) ON UPDATE no action ON DELETE cascade);
--> statement-breakpoint
CREATE TABLE \`log\` (\`line\` text);
--> statement-breakpoint
CREATE VIEW \`spend\` AS SELECT d.name, sum(c.cents) AS cents FROM dataset d JOIN cost c ON c.datasetId = d.id GROUP BY d.id;
--> statement-breakpoint
CREATE VIEW \`big_spend\` AS SELECT name FROM spend WHERE cents > 100;
--> statement-breakpoint
CREATE VIRTUAL TABLE \`dataset_search\` USING fts5(name, content='dataset', content_rowid='id');
--> statement-breakpoint
CREATE TRIGGER \`dataset_added\` AFTER INSERT ON \`dataset\` BEGIN INSERT INTO dataset_search(rowid, name) VALUES (new.id, new.name); END;
--> statement-breakpoint
CREATE TRIGGER \`dataset_gone\` AFTER DELETE ON \`dataset\` BEGIN INSERT INTO dataset_search(dataset_search, rowid, name) VALUES ('delete', old.id, old.name); END;
--> statement-breakpoint
CREATE TRIGGER \`cost_added\` AFTER INSERT ON \`cost\` BEGIN INSERT INTO log SELECT name FROM dataset WHERE id = new.datasetId; END;
`

const rebuild = (copied: string): string => `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_dataset\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`name\` text NOT NULL,
	\`kind\` text DEFAULT 'view' NOT NULL,
	\`label\` text GENERATED ALWAYS AS (upper("name")) VIRTUAL,
	CONSTRAINT "named" CHECK("__new_dataset"."name" <> '')
);
--> statement-breakpoint
INSERT INTO \`__new_dataset\`(${copied}) SELECT ${copied} FROM \`dataset\`;--> statement-breakpoint
DROP TABLE \`dataset\`;--> statement-breakpoint
ALTER TABLE \`__new_dataset\` RENAME TO \`dataset\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;`

/** The rebuild after review: generated columns are not copied. */
export const SHOP_REBUILD = rebuild('"id", "name", "kind"')
/** The rebuild as generated: SQLite refuses to insert into a generated column. */
export const SHOP_REBUILD_UNREVIEWED = rebuild('"id", "name", "kind", "label"')

export const SHOP_ROWS = `
  insert into dataset (id, name) values (1, 'orders'), (2, 'customers');
  insert into cost (datasetId, cents) values (1, 70), (1, 80), (2, 5);
`

/** Writes a migrations folder of these texts and returns its path. */
export function writeMigrations(folder: string, migrations: Readonly<Record<string, string>>): string {
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = Object.keys(migrations).map((tag, idx) => ({ idx, version: '6', when: idx, tag, breakpoints: true }))
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }))
  for (const [tag, text] of Object.entries(migrations)) writeFileSync(join(folder, `${tag}.sql`), text)
  return folder
}
