import Database from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { WriteDb } from './connection.ts'
import { appliedMigrations, defaultMigrationsFolder, migrate, type Migration, readMigrations } from './migrate.ts'
import { logicalDump } from './testing/logical-dump.ts'
import { SHOP_BASE, SHOP_REBUILD, SHOP_REBUILD_UNREVIEWED, SHOP_ROWS, writeMigrations } from './testing/shop-migrations.ts'
import { tempFolder } from './testing/temp-folder.ts'

let folder: string
let db: WriteDb
let backups: string[]

const shop = (migrations: Readonly<Record<string, string>>): readonly Migration[] =>
  readMigrations(writeMigrations(join(folder, 'migrations'), migrations))
const run = (migrations: readonly Migration[]): readonly string[] =>
  migrate(db, { migrations, nowMs: 1_000, backup: ({ tag }) => backups.push(tag) })
const schemaOf = (type: string): unknown[] => db.prepare('select name, sql from sqlite_schema where type = ? order by name').all(type)
const failure = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

beforeEach(() => {
  folder = tempFolder()
  backups = []
  db = new Database(join(folder, 'shop.stewardbook')) as WriteDb
  db.pragma('journal_mode = WAL')
  run(shop({ base: SHOP_BASE }))
  db.exec(SHOP_ROWS)
  return () => db.close()
})

describe('migrate', () => {
  it('applies what is pending once, with a backup only when the book already had tables', () => {
    expect(backups).toEqual([])
    expect(run(shop({ base: SHOP_BASE, two: 'create table two (a)', three: 'create table three (a)' }))).toEqual(['two', 'three'])
    expect(backups).toEqual(['two'])
    expect(run(shop({ base: SHOP_BASE, two: 'create table two (a)', three: 'create table three (a)' }))).toEqual([])
    expect(appliedMigrations(db).map(({ tag }) => tag)).toEqual(['base', 'two', 'three'])
    expect(db.pragma('user_version', { simple: true })).toBe(3)
    expect(db.prepare('select appliedAtMs from migration').pluck().all()).toEqual([1_000, 1_000, 1_000])
  })

  it('keeps children, triggers, views, generated columns and full text over a rebuild (the four drizzle faults)', () => {
    const rows = logicalDump(db, ['migration'])
    const triggers = schemaOf('trigger')
    const views = schemaOf('view')
    const spend = db.prepare('select * from spend').all()
    expect(run(shop({ base: SHOP_BASE, rebuild: SHOP_REBUILD }))).toEqual(['rebuild'])

    expect(logicalDump(db, ['migration'])).toEqual(rows)
    expect(rows['cost']).toHaveLength(3)
    expect(schemaOf('trigger')).toEqual(triggers)
    expect(triggers).toHaveLength(3)
    expect(schemaOf('view')).toEqual(views)
    expect(db.prepare('select * from spend').all()).toEqual(spend)
    expect(db.prepare('select name from big_spend').pluck().all()).toEqual(['orders'])
    expect(db.prepare('select label from dataset order by id').pluck().all()).toEqual(['ORDERS', 'CUSTOMERS'])
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)

    db.exec(
      `insert into dataset (id, name) values (3, 'payments'); delete from dataset where id = 2; insert into cost (datasetId, cents) values (3, 1)`,
    )
    const found = db.prepare('select rowid from dataset_search where dataset_search match ?').pluck()
    expect([found.all('payments'), found.all('customers'), found.all('orders')]).toEqual([[3], [], [1]])
    db.exec(`insert into dataset_search (dataset_search, rank) values ('integrity-check', 1)`)
    expect(db.prepare('select count(*) from cost').pluck().get()).toBe(3)
    expect(db.prepare('select line from log order by rowid desc').pluck().get()).toBe('payments')
    expect(db.prepare('select kind from dataset where id = 3').pluck().get()).toBe('view')
    expect(() => db.exec(`insert into dataset (name) values ('')`)).toThrow(/CHECK/)
  })

  it('would lose them with the plain statements: the faults are real', () => {
    db.exec('drop view big_spend; drop view spend; drop trigger cost_added')
    db.transaction(() => db.exec(SHOP_REBUILD)).immediate()
    expect(db.prepare('select count(*) from cost').pluck().get()).toBe(0)
    expect(schemaOf('trigger')).toEqual([])
  })

  it('never gives a number twice after a rebuild, not even of an empty table', () => {
    const numbered = (name: string): string =>
      `CREATE TABLE \`${name}\` (\`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL, \`line\` text);`
    const again = (name: string): string =>
      `${numbered(`__new_${name}`)} INSERT INTO \`__new_${name}\` SELECT * FROM \`${name}\`; DROP TABLE \`${name}\`; ALTER TABLE \`__new_${name}\` RENAME TO \`${name}\`;`
    const two = numbered('entry') + numbered('note')
    run(shop({ base: SHOP_BASE, two }))
    db.exec(
      `insert into entry (line) values ('a'), ('b'), ('c'); delete from entry where id = 3; insert into note (line) values ('a'); delete from note`,
    )
    run(shop({ base: SHOP_BASE, two, three: again('entry') + again('note') }))
    db.exec(`insert into entry (line) values ('d'); insert into note (line) values ('b')`)
    expect(db.prepare('select id from entry union all select id from note').pluck().all()).toEqual([1, 2, 4, 2])
  })

  it('leaves to a migration what it drops or makes again itself', () => {
    const own = `DROP VIEW big_spend;\nDROP TRIGGER \`cost_added\`;\n${SHOP_REBUILD}\nCREATE VIEW \`spend\` AS SELECT name, 0 AS cents FROM dataset;`
    run(shop({ base: SHOP_BASE, own }))
    expect(schemaOf('view')).toEqual([{ name: 'spend', sql: 'CREATE VIEW `spend` AS SELECT name, 0 AS cents FROM dataset' }])
    expect(schemaOf('trigger').map((row) => (row as { name: string }).name)).toEqual(['dataset_added', 'dataset_gone'])
  })

  it.each<[string, string, RegExp]>([
    ['a copy into a generated column', SHOP_REBUILD_UNREVIEWED, /Migration bad failed and nothing was changed: .*generated column/],
    ['bad SQL after good', 'create table fine (a); drop table cost; bogus', /Migration bad failed/],
    ['children left without a parent', 'delete from dataset where id = 1', /rows of “cost” refer to missing rows of “dataset”/],
    ['a view that no longer fits', 'create view odd as select missing from dataset', /error in view odd/],
    [
      'a trigger that no longer fits',
      'alter table log rename to log_old; create trigger odd after insert on cost begin insert into log values (1); end',
      /error in trigger odd/,
    ],
  ])('changes nothing after %s', (_name, bad, message) => {
    const before = logicalDump(db)
    const schema = [schemaOf('table'), schemaOf('trigger'), schemaOf('view')]
    expect(() => run(shop({ base: SHOP_BASE, fine: 'create table fine_too (a)', bad }))).toThrow(message)
    expect(logicalDump(db)).toEqual(before)
    expect([schemaOf('table'), schemaOf('trigger'), schemaOf('view')]).toEqual(schema)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.pragma('user_version', { simple: true })).toBe(1)
  })

  it('does nothing when the backup fails', () => {
    const migrations = shop({ base: SHOP_BASE, two: 'create table two (a)' })
    const noBackup = (): never => {
      throw new AppError('disk-full', 'no room')
    }
    expect(() => migrate(db, { migrations, nowMs: 1, backup: noBackup })).toThrow('no room')
    expect(appliedMigrations(db)).toHaveLength(1)
  })

  it('takes back everything when the journal entry fails', () => {
    const migrations = shop({ base: SHOP_BASE, two: 'create table two (a)' })
    const fail = (): never => {
      throw new Error('no entry')
    }
    expect(() => migrate(db, { migrations, nowMs: 1, backup: () => undefined, afterApply: fail })).toThrow('no entry')
    expect(appliedMigrations(db)).toHaveLength(1)
  })

  it('refuses a newer book by the name of its change', () => {
    run(shop({ base: SHOP_BASE, two: 'create table two (a)' }))
    const error = failure(() => run(shop({ base: SHOP_BASE })))
    expect(error).toMatchObject({ code: 'book-newer', details: { migration: 'two' } })
    expect((error as Error).message).toContain('“two”')
  })

  it('refuses an edited history', () => {
    expect(failure(() => run(shop({ base: `${SHOP_BASE}\n-- edited` })))).toMatchObject({
      code: 'book-foreign',
      details: { migration: 'base' },
    })
  })

  it('refuses a migration that came in before the applied ones', () => {
    const two = 'create table two (a)'
    run(shop({ base: SHOP_BASE, two }))
    expect(failure(() => run(shop({ base: SHOP_BASE, late: 'create table late (a)', two })))).toMatchObject({
      code: 'book-foreign',
      details: { migration: 'two', expected: 'late' },
    })
    expect(backups).toEqual(['two'])
  })

  it('refuses to run inside a transaction, where SQLite would ignore foreign_keys = OFF', () => {
    expect(() => db.transaction(() => run(shop({ base: SHOP_BASE, two: 'create table two (a)' })))()).toThrow(/inside a transaction/)
  })

  it('reports a full disk as such and changes nothing', () => {
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 2}`)
    const big =
      'create table big as with recursive n(a) as (select 1 union all select a + 1 from n where a < 20000) select a, hex(randomblob(50)) as b from n'
    expect(failure(() => run(shop({ base: SHOP_BASE, big })))).toMatchObject({ code: 'disk-full' })
    expect(appliedMigrations(db)).toHaveLength(1)
  })

  it('reads the same hash with either line end', () => {
    const [unix] = shop({ base: 'create table a (b);\ncreate table c (d);\n' })
    const [windows] = shop({ base: 'create table a (b);\r\ncreate table c (d);\r\n' })
    expect(windows?.hash).toBe(unix?.hash)
  })
})

describe('the project’s own migrations', () => {
  it('are found from here, each in the journal once, in order of their numbers', () => {
    const own = defaultMigrationsFolder()
    const files = readdirSync(own).filter((name) => name.endsWith('.sql'))
    const tags = readMigrations().map(({ tag }) => tag)
    expect(tags.map((tag) => `${tag}.sql`)).toEqual(files.sort())
    expect(tags.every((tag, position) => tag.startsWith(String(position).padStart(4, '0')))).toBe(true)
  })

  it('hold no statement that would end the transaction', () => {
    for (const { tag } of readMigrations()) {
      const text = readFileSync(join(defaultMigrationsFolder(), `${tag}.sql`), 'utf8')
      expect(text, tag).not.toMatch(/^\s*(commit|rollback|end transaction|vacuum)\b/im)
    }
  })
})
