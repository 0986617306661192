import { defaultMigrationsFolder, readMigrations } from '../migrate.ts'
import { writeMigrations } from './shop-migrations.ts'

/** Long enough to be killed in: fills a table, then rebuilds the one the facts hang on. */
const HEAVY = `
create table heavy (id integer primary key, text text not null);
insert into heavy select value, hex(randomblob(60)) from (with recursive n(value) as (select 1 union all select value + 1 from n where value < 40000) select value from n);
create index heavy_text on heavy (text);
CREATE TABLE \`__new_setting\` (\`name\` text PRIMARY KEY NOT NULL, \`value\` text NOT NULL, \`isOld\` integer DEFAULT 1 NOT NULL);
INSERT INTO \`__new_setting\`("name", "value") SELECT "name", "value" FROM \`setting\`;
DROP TABLE \`setting\`;
ALTER TABLE \`__new_setting\` RENAME TO \`setting\`;
`
export const HEAVY_ROWS = 40_000

/** The project's migrations and a heavy one on top, as a folder for another program to use. */
export function writeHeavyUpgrade(folder: string): string {
  const own = readMigrations(defaultMigrationsFolder()).map(({ tag, sql }) => [tag, sql] as const)
  return writeMigrations(folder, { ...Object.fromEntries(own), '9000_heavy': HEAVY })
}
