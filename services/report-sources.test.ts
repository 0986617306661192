import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '#core/reports/document'
import { makeReport } from './make-report.ts'
import { changed, makeCatalog, makeManifest, SHOP, type TestProject, writeProject } from './testing/dbt-project.ts'
import { makeFreshness } from './testing/dbt-results.ts'
import { createTestBook, type TestBook } from './testing/test-book.ts'

let book: TestBook
beforeEach(() => {
  const made = createTestBook()
  onTestFinished(() => made.close())
  book = made
})

type Source = Report['head']['sources'][number]

function sourcesOf(asOfMs?: number): Source[] {
  const report = makeReport(book.deps.read, { name: 'catalog', scope: { filter: {}, asOfMs }, want: 'rows', rowLimit: 0 })
  if (!('head' in report)) throw new Error('a file came where rows were asked for')
  return report.head.sources
}
/** Which import each file that is named came with. */
const named = (asOfMs?: number): string[] =>
  sourcesOf(asOfMs).flatMap(({ files }) => files.map(({ name, importId }) => `${importId} ${name}`))

/** Imports one artifact or list that lies in the book's folder, under a name of its own. */
async function bring(name: string, content: unknown, more: Parameters<TestBook['importFolder']>[1] = {}): Promise<number> {
  const path = join(book.folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return (await book.importFolder(path, more)).importId
}
const sha256 = (...place: string[]): string =>
  createHash('sha256')
    .update(readFileSync(join(book.folder, ...place)))
    .digest('hex')

const RAW = ['source.shop.raw.orders_raw', 'source.shop.raw.customers_raw'] as const
const freshness = (day: string, ids: readonly string[] = RAW) =>
  makeFreshness(`2026-01-${day}T00:00:00Z`, Object.fromEntries(ids.map((id) => [id, 'pass' as const])))
const made = (day: string, project: TestProject = SHOP): TestProject => ({ ...project, generatedAt: `2026-01-${day}T00:00:00Z` })
const day = (text: string): number => Date.parse(`2026-01-${text}T12:00:00Z`)

describe('files of a dbt project', () => {
  test('are all named that tell what stands, whichever import they came with', async () => {
    await book.importFolder(writeProject(join(book.folder, 'target'), made('02'), { catalog: 'with' }))
    await bring('sources.json', freshness('03'))
    const [source, ...others] = sourcesOf()
    expect(others).toEqual([])
    expect(source).toMatchObject({ name: 'shop', importId: 2, generatedAtMs: Date.parse('2026-01-03T00:00:00Z') })
    const imports = book.write.prepare('select finishedAtMs from "import" order by id').pluck().all()
    const files = [
      { name: 'manifest.json', importId: 1, sha256: sha256('target', 'manifest.json'), generatedAtMs: Date.parse('2026-01-02T00:00:00Z') },
      { name: 'catalog.json', importId: 1, sha256: sha256('target', 'catalog.json'), generatedAtMs: Date.parse('2026-01-02T00:00:00Z') },
      { name: 'sources.json', importId: 2, sha256: sha256('sources.json'), generatedAtMs: Date.parse('2026-01-03T00:00:00Z') },
    ]
    expect(source?.files).toEqual(files.map((file) => ({ ...file, importedAtMs: imports[file.importId - 1] })))
  })

  test('give way to newer ones of their kind, and are back when those are undone', async () => {
    await book.importFolder(writeProject(join(book.folder, 'target'), made('02'), { catalog: 'with' }))
    await bring('sources.json', freshness('03'))
    // Nearly all it says was told before; what says so now is the newer one.
    await bring('newer.json', makeManifest(made('04', changed(SHOP, 'stg_orders', { description: 'Each order.' }))))
    expect(named()).toEqual(['1 catalog.json', '2 sources.json', '3 newer.json'])
    book.undo(3)
    expect(named()).toEqual(['1 manifest.json', '1 catalog.json', '2 sources.json'])
  })

  test('are those of the instant the report speaks of', async () => {
    await book.importFolder(writeProject(join(book.folder, 'target'), made('02'), { catalog: 'with' }))
    await bring('sources.json', freshness('03'))
    await bring('newer.json', makeManifest(made('04', changed(SHOP, 'stg_orders', { description: 'Each order.' }))))
    expect(named(day('01'))).toEqual([])
    expect(named(day('02'))).toEqual(['1 manifest.json', '1 catalog.json'])
    expect(named(day('03'))).toEqual(['1 manifest.json', '1 catalog.json', '2 sources.json'])
    expect(named(day('04'))).toEqual(named())
  })

  test('that say nothing of a table leave the file named that did', async () => {
    await bring('manifest.json', makeManifest(made('02')))
    await bring('all.json', freshness('03'))
    await bring('half.json', freshness('04', [RAW[0]]))
    expect(named()).toEqual(['1 manifest.json', '2 all.json', '3 half.json'])
    // Of both again: nothing stands on what came before.
    await bring('both.json', freshness('05'))
    expect(named()).toEqual(['1 manifest.json', '4 both.json'])
    expect(named(day('04'))).toEqual(['1 manifest.json', '2 all.json', '3 half.json'])
  })

  test('that say the same again of every table are named alone', async () => {
    await bring('manifest.json', makeManifest(made('02')))
    for (const at of ['03', '04', '05']) await bring(`catalog-${at}.json`, makeCatalog(made(at)))
    expect(named()).toEqual(['1 manifest.json', '4 catalog-05.json'])
    // One that lists a table less says nothing of it: the columns it had are still those of before.
    const fewer = SHOP.models.filter(({ name }) => name !== 'fct_orders')
    await bring('catalog-06.json', makeCatalog(made('06', { ...SHOP, models: fewer })))
    expect(named()).toEqual(['1 manifest.json', '2 catalog-03.json', '5 catalog-06.json'])
    // What is retired since leaves the count of what that catalog told as it was: nothing stands on the earlier ones now.
    await bring('manifest-07.json', makeManifest(made('07', { ...SHOP, models: fewer })))
    await bring('catalog-08.json', makeCatalog(made('08', { ...SHOP, models: fewer })))
    expect(named()).toEqual(['6 manifest-07.json', '7 catalog-08.json'])
  })

  test('count no table as told that was retired later in place of one that was not told', async () => {
    await bring('manifest.json', makeManifest(made('02')))
    await bring('catalog-03.json', makeCatalog(made('03')))
    const without = (gone: string): TestProject => ({ ...SHOP, models: SHOP.models.filter(({ name }) => name !== gone) })
    await bring('catalog-04.json', makeCatalog(made('04', without('fct_orders'))))
    await bring('manifest-05.json', makeManifest(made('05', without('stg_customers'))))
    expect(named()).toEqual(['2 catalog-03.json', '3 catalog-04.json', '4 manifest-05.json'])
  })

  test('stand while another import is looked at that nobody has applied', async () => {
    await bring('manifest.json', makeManifest(made('02')))
    await bring('half.json', freshness('03', [RAW[1]]))
    await bring('other.json', freshness('04', [RAW[0]]))
    const path = join(book.folder, 'both.json')
    writeFileSync(path, JSON.stringify(freshness('05')))
    const pending = await book.plan(path)
    expect(named()).toEqual(['1 manifest.json', '2 half.json', '3 other.json'])
    await book.apply(pending)
    expect(named()).toEqual(['1 manifest.json', '4 both.json'])
  })
})

describe('lists', () => {
  const list = (name: string, rows: readonly string[], complete: 'true' | 'false' = 'false'): Promise<number> =>
    bring(name, ['name,description', ...rows, ''].join('\n'), { format: 'datasets', sourceName: 'wiki', options: { complete } })

  test('that add to each other are all named, back to one that was complete', async () => {
    await list('first.csv', ['a,One', 'b,Two'])
    await list('second.csv', ['c,Three'])
    expect(named()).toEqual(['1 first.csv', '2 second.csv'])
    await list('whole.csv', ['a,One', 'b,Two', 'c,Three', 'd,Four'], 'true')
    expect(named()).toEqual(['3 whole.csv'])
    await list('more.csv', ['e,Five'])
    expect(named()).toEqual(['3 whole.csv', '4 more.csv'])
    // All that it told is told otherwise since: nothing stands on it.
    await list('other.csv', ['e,Six'])
    expect(named()).toEqual(['3 whole.csv', '5 other.csv'])
  })

  test('of other schemas are named beside each other, a newer one of the same schema alone', async () => {
    const columns = (name: string, rows: readonly string[]): Promise<number> =>
      bring(name, ['table_schema,table_name,column_name', ...rows, ''].join('\n'), { format: 'schema', sourceName: 'warehouse' })
    await columns('core.csv', ['core,orders,id'])
    await columns('core-again.csv', ['core,orders,id', 'core,orders,total'])
    expect(named()).toEqual(['2 core-again.csv'])
    await columns('old.csv', ['old,returns,id'])
    expect(named()).toEqual(['1 core.csv', '2 core-again.csv', '3 old.csv'])
  })
})
