import type { Page } from '@playwright/test'
import { renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { type App, expect, test } from './harness/app.ts'
import { call, holdAnswer, holdRequests } from './harness/call.ts'
import { changeTable, renameTable, SHOP, writeProject } from './harness/project.ts'
import { apply, dialog, field, findDataset, lookAt, messages, openBook, openFilled, pick } from './harness/steps.ts'

const COLUMNS = 'table_schema,table_name,column_name,ordinal_position,data_type\nraw,parcels,id,1,integer\n'
const sourceRow = (page: Page, name: string) => page.getByRole('region', { name: 'Sources' }).getByRole('row').filter({ hasText: name })

/** A dbt project and a column list, both read below the root, so that both are remembered. */
function fill(app: App): void {
  writeProject(app, 'target', SHOP)
  app.write('columns.csv', COLUMNS)
  for (const args of [
    ['book', 'create', 'shop.stewardbook', '--name', 'Shop'],
    ['--book', 'shop.stewardbook', 'import', 'dbt', 'target'],
    ['--book', 'shop.stewardbook', 'import', 'schema', 'columns.csv', '--source', 'warehouse'],
  ]) {
    const { code, stderr } = app.command(...args)
    expect(code, stderr).toBe(0)
  }
}

async function openSources(app: App): Promise<Page> {
  await openBook(app, 'shop.stewardbook')
  await app.goInside('Sources')
  return app.page
}

test('one click reads all sources again and ends in one summary', async ({ app }) => {
  fill(app)
  const page = await openSources(app)
  await expect(sourceRow(page, 'shop')).toContainText('up to date')
  await expect(sourceRow(page, 'warehouse')).toContainText('up to date')

  const added = { name: 'fct_returns', schema: 'core', columns: { id: 'integer' }, from: ['stg_orders'] }
  const later = changeTable(renameTable(SHOP, 'dim_customers', 'dim_clients'), 'fct_orders', { description: 'Told anew.' })
  writeProject(app, 'target', { ...later, tables: [...later.tables, added] })
  await app.goInside('Catalog')
  await app.goInside('Sources')
  await expect(sourceRow(page, 'shop')).toContainText('newer files there')
  // Written anew with the same bytes: it looks newer until it is looked at.
  utimesSync(join(app.root, 'columns.csv'), new Date(), new Date())
  await app.goInside('Catalog')
  await app.goInside('Sources')
  await expect(sourceRow(page, 'warehouse')).toContainText('newer files there')

  await page.getByRole('button', { name: 'Refresh all' }).click()
  const summary = dialog(page, 'Refresh')
  await expect(summary).toContainText('1 source with news in 2 sources')
  await expect(summary.getByRole('row').filter({ hasText: 'shop' })).toContainText(/imported.*\d+ added, \d+ changed/)
  await expect(summary.getByRole('row').filter({ hasText: 'warehouse' })).toContainText('no change')
  await expect(summary).toContainText('1 possible rename to look at: dim_customers → dim_clients.')
  await summary.getByRole('link', { name: 'View changes' }).click()
  await expect(page.getByRole('grid', { name: 'Changes' })).toContainText('fct_returns')
  await page.getByRole('link', { name: 'Summary' }).click()
  const renames = page.getByRole('group', { name: '1 possible rename' })
  await renames.getByRole('button', { name: 'dim_customers and dim_clients are one dataset' }).click()
  await expect(renames).toBeHidden()
  // Settled since, it is not in the summary any more.
  await page.goBack()
  await page.goBack()
  await expect(summary).toContainText('1 source with news in 2 sources')
  await expect(summary).not.toContainText('possible rename')
  await page.goForward()
  await page.goForward()
  await page.locator('.toast', { hasText: 'are one dataset' }).getByRole('button', { name: 'Undo' }).click()
  await expect(renames).toBeVisible()
  await app.goInside('Catalog')
  await expect(page.getByText('56 datasets', { exact: true })).toBeVisible()
  await app.goInside('Sources')
  await expect(sourceRow(page, 'warehouse')).toContainText(/up to date.*checked .*, nothing new/)
  await expect(sourceRow(page, 'shop')).not.toContainText('checked')

  // What a person took back is not brought back by a refresh, only by a person.
  expect(app.command('--book', 'shop.stewardbook', 'imports', 'undo', '3').code).toBe(0)
  await expect(sourceRow(page, 'shop')).toContainText('undone files there')
  await page.getByRole('button', { name: 'Refresh shop' }).click()
  await expect(summary.getByRole('row').filter({ hasText: 'shop' })).toContainText(
    /left alone.*undone .*; not imported again until the files change/,
  )
  await summary.getByRole('button', { name: 'Import shop all the same' }).click()
  await expect(page.getByText('Import 3 was of these very files, and was undone.')).toBeVisible()
  await apply(page)
  const original = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the original of manifest.json' }).click()
  expect((await original).suggestedFilename()).toBe('manifest.json')
  await app.goInside('Sources')
  await expect(sourceRow(page, 'shop')).toContainText('up to date')
})

test('a source whose file is gone says so, and the others are refreshed all the same', async ({ app }) => {
  fill(app)
  const csv = join(app.root, 'columns.csv')
  renameSync(csv, `${csv}.away`)
  writeProject(app, 'target', changeTable(SHOP, 'fct_orders', { description: 'Told anew.' }))
  const page = await openSources(app)
  await expect(sourceRow(page, 'warehouse')).toContainText('files are gone')

  await page.getByRole('button', { name: 'Refresh all' }).click()
  const summary = dialog(page, 'Refresh')
  await expect(summary.getByRole('row').filter({ hasText: 'shop' })).toContainText('imported')
  await expect(summary.getByRole('row').filter({ hasText: 'warehouse' })).toContainText(/failed.*columns\.csv/)
  await page.keyboard.press('Escape')

  renameSync(`${csv}.away`, csv)
  // The list stays narrowed while the summary stands over it, and after.
  const filter = page.getByRole('searchbox', { name: 'Filter sources' })
  await filter.fill('LIST ware')
  await expect(page).toHaveURL(/text=LIST/)
  await page.getByRole('button', { name: 'Refresh warehouse' }).click()
  await expect(summary).toContainText('Nothing is new in 1 source')
  await page.keyboard.press('Escape')
  await expect(summary).toBeHidden()
  await expect(filter).toHaveValue('LIST ware')
  await expect(sourceRow(page, 'shop')).toHaveCount(0)
  await expect(sourceRow(page, 'warehouse')).toContainText('up to date')
  await app.goInside('Catalog')
  await expect(page.getByText('55 datasets', { exact: true })).toBeVisible()
})

test('a source nobody refreshed for long is marked stale, as long as its own setting says', async ({ app }) => {
  fill(app)
  const days = 40
  const ms = days * 86_400_000
  app.changeBehind('shop.stewardbook', `update import set startedAtMs = startedAtMs - ${ms}, finishedAtMs = finishedAtMs - ${ms}`)
  for (const name of ['target/manifest.json', 'target/catalog.json', 'target/run_results.json', 'columns.csv']) {
    const then = new Date(Date.now() - (days + 1) * 86_400_000)
    utimesSync(join(app.root, name), then, then)
  }
  const page = await openSources(app)
  await expect(sourceRow(page, 'shop')).toContainText('stale')
  await page.getByRole('link', { name: 'warehouse', exact: true }).click()
  await page.getByRole('link', { name: 'Options' }).click()
  const limit = page.getByLabel('Stale after (days)')
  const before = await limit.inputValue()
  await limit.fill('60')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(messages(page)).toContainText('Saved')
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await expect(messages(page)).toContainText('Undone.')
  await expect(limit).toHaveValue(before)
  await messages(page).getByRole('button', { name: 'Redo' }).click()
  await expect(limit).toHaveValue('60')

  // Undone before the screen has read what was saved.
  const answer = await holdRequests(page, '**/rpc/sources.list')
  await limit.fill('90')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.toast', { hasText: 'Saved' }).last().getByRole('button', { name: 'Undo' }).click()
  await expect(limit).toHaveValue('60')
  answer()
  await expect(limit).toHaveValue('60')
  await app.goInside('Sources')
  await expect(sourceRow(page, 'warehouse')).toContainText('up to date')
  await expect(sourceRow(page, 'shop')).toContainText('stale')
  await page.getByRole('button', { name: 'Refresh shop' }).click()
  await expect(dialog(page, 'Refresh')).toContainText('Nothing is new in 1 source')
  await page.keyboard.press('Escape')
  await expect(sourceRow(page, 'shop')).toContainText(/up to date.*checked .*, nothing new/)
})

test('what was set on a dataset goes over to its new name when the offer is taken, and stays away when not', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  const { code, stderr } = app.command(
    '--book',
    'shop.stewardbook',
    'set',
    'dataset',
    'dim_customers',
    'ownerTeam=Finance',
    '--reason',
    'asked',
  )
  expect(code, stderr).toBe(0)
  writeProject(app, 'target', renameTable(SHOP, 'dim_customers', 'dim_clients'))
  await lookAt(app, 'target')
  const offer = page.getByRole('group', { name: '1 possible rename' })
  await expect(offer.getByRole('checkbox', { name: /dim_customers.*dim_clients/ })).toBeChecked()
  await apply(page)
  await findDataset(page, 'dim_cli', 'core.dim_clients')
  await expect(field(page, 'Owner team')).toContainText('Finance')
  await expect(field(page, 'Owner team').getByRole('button', { name: /^Set by hand/ })).toBeVisible()

  writeProject(app, 'target', renameTable(SHOP, 'dim_customers', 'dim_buyers'))
  await lookAt(app, 'target')
  await offer.getByRole('checkbox', { name: /dim_clients.*dim_buyers/ }).uncheck()
  await apply(page)
  await findDataset(page, 'dim_buy', 'core.dim_buyers')
  await expect(field(page, 'Owner team')).not.toContainText('Finance')
})

test('a source is told in the app that its files hold all of it, and what they leave out is retired from then on', async ({ app }) => {
  fill(app)
  app.write('columns.csv', 'table_schema,table_name,column_name,ordinal_position,data_type\nlake,rivers,id,1,integer\n')
  const page = await openSources(app)
  await page.getByRole('link', { name: 'warehouse', exact: true }).click()
  await page.getByRole('link', { name: 'Options' }).click()
  const all = page.getByLabel('The files hold all tables of this source')
  await expect(all).toHaveValue('no')
  await all.selectOption('yes')
  await page.getByLabel('Platform').fill('duckdb')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(messages(page)).toContainText('It counts from the next import on.')
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await expect(all).toHaveValue('no')
  await expect(page.getByLabel('Platform')).toHaveValue('')
  await messages(page).getByRole('button', { name: 'Redo' }).click()
  await expect(all).toHaveValue('yes')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(dialog(page, 'Refresh')).toContainText('1 source with news in 1 source')
  await page.keyboard.press('Escape')
  const parcels = app.command('--book', 'shop.stewardbook', 'show', 'raw.parcels', '--json')
  expect(JSON.parse(parcels.stdout)).toMatchObject({ status: 'retired' })
  const rivers = app.command('--book', 'shop.stewardbook', 'show', 'lake.rivers', '--json')
  expect(JSON.parse(rivers.stdout)).toMatchObject({ status: 'active', platform: 'duckdb' })
})

/** From Sources to looking at the artifacts in a folder. */
async function beginToLook(page: Page, folder: string): Promise<void> {
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, folder, 'Look at it', 'folder')
}
/** An ending is told a moment after it; one that nobody here asked for leaves no sign. */
const AFTER_ENDINGS_MS = 700
const catalog = (page: Page) => page.getByRole('grid', { name: 'Datasets' })

test('a preview that is ready while one is elsewhere is told of, with the way to it', async ({ app }) => {
  fill(app)
  const page = await openSources(app)
  const many = Array.from({ length: 3000 }, (_, n) => ({ name: `orders_${n}`, schema: 'archive', columns: { id: 'integer' } }))
  writeProject(app, 'archive', { name: 'archive', tables: many })
  // Gone before the window has moved on by itself, whichever is quicker.
  const looking = await holdAnswer(page, 'imports.preview')
  await beginToLook(page, 'archive')
  await app.goInside('Catalog')
  await looking()
  await expect(messages(page)).toContainText('Looking at archive: done. Nothing is imported yet.')
  await messages(page).getByRole('button', { name: 'View the preview' }).click()
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
  await apply(page)
})

test('who goes elsewhere before work has begun is not led back when it has, and is told of it all the same', async ({ app }) => {
  fill(app)
  const page = await openSources(app)
  const begun = await holdAnswer(page, 'sources.refresh')
  await page.getByRole('button', { name: 'Refresh all' }).click()
  await app.goInside('Catalog')
  await begun()
  await messages(page).getByRole('button', { name: 'View summary' }).waitFor()
  await expect(catalog(page)).toBeVisible()

  await app.goInside('Sources')
  writeProject(app, 'archive', { ...SHOP, name: 'archive' })
  const looking = await holdAnswer(page, 'imports.preview')
  await beginToLook(page, 'archive')
  await app.goInside('Catalog')
  // The preview is ready before the window knows that it is the one it asked for.
  const jobs = async (): Promise<string> => (await call(page, '/rpc/jobs.list', {})).text
  await expect.poll(jobs).toMatch(/"kind":"preview"[^}]*"state":"done"/)
  await page.waitForTimeout(AFTER_ENDINGS_MS)
  await looking()
  await expect(messages(page)).toContainText('Nothing is imported yet.')
  await expect(catalog(page)).toBeVisible()
  await messages(page).getByRole('button', { name: 'View the preview' }).click()
  await expect(page.getByRole('heading', { name: /^New source archive/ })).toBeVisible()
})
