import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { artifactsOf, packed, SHOP, writeProject } from './harness/project.ts'
import { apply, createBook, rows } from './harness/steps.ts'

/** Drags files or folders from outside the browser onto the page, as a file manager does, and lets them go once `over` is there. */
async function dropOver(page: Page, over: Locator, files: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const) await devtools.send('Input.dispatchDragEvent', { type, x: 640, y: 400, data })
  await expect(over).toBeVisible()
  await devtools.send('Input.dispatchDragEvent', { type: 'drop', x: 640, y: 400, data })
  await devtools.detach()
}

async function drop(page: Page, ...files: string[]): Promise<void> {
  const veil = page.getByText(/^Drop to look at/)
  await dropOver(page, veil, files)
  await expect(veil).toBeHidden()
}

const previewed = (page: Page): Promise<void> => expect(page.getByRole('heading', { name: 'New source shop' })).toBeVisible()
const discard = (page: Page): Promise<void> => page.getByRole('button', { name: 'Discard' }).click()
const filesLooked = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: /^Import summary/ }).click()
  return page.getByRole('region', { name: 'Files' }).locator('tbody td:first-child').allTextContents()
}

test('a folder, files, and a packed file are dropped; what is not an artifact stays behind', async ({ app }) => {
  const { page } = app
  writeProject(app, 'shop/target', SHOP)
  app.write('shop/target/compiled/shop/fct_orders.sql', 'select 1')
  app.write('shop/target/compiled/shop/manifest.json', 'of a model called so')
  app.write('shop/target/graph.gpickle', 'not for us')
  for (const name of ['semantic_manifest.json', 'graph_summary.json']) app.write(`shop/target/${name}`, '{"node_relation":{}}')
  app.write('shop/dbt_project.yml', 'name: shop\n')
  app.write('shop/seeds/countries.csv', 'code,name\nnl,Netherlands\n')
  await createBook(app, 'Larkmoor')

  await drop(page, `${app.root}/shop/seeds`)
  await expect(page.locator('.toast').filter({ hasText: '“seeds” holds no file that can be imported' })).toBeVisible()
  await drop(page, `${app.root}/shop`)
  await previewed(page)
  expect(await filesLooked(page)).toEqual(['target/manifest.json', 'target/catalog.json', 'target/run_results.json'])
  await discard(page)

  await expect(page).toHaveURL(/\/sources$/)
  await drop(page, `${app.root}/shop/target`)
  await previewed(page)
  expect(await filesLooked(page)).toEqual(['target/manifest.json', 'target/catalog.json', 'target/run_results.json'])
  await discard(page)

  await expect(page).toHaveURL(/\/sources$/)
  await drop(page, `${app.root}/shop/target/manifest.json`, `${app.root}/shop/target/catalog.json`)
  await previewed(page)
  expect(await filesLooked(page)).toEqual(['manifest.json', 'catalog.json'])
  await discard(page)

  app.write('away/manifest.json.gz', packed(artifactsOf(SHOP)['manifest.json']))
  await drop(page, `${app.root}/away/manifest.json.gz`)
  await previewed(page)
  await apply(page)
  await app.goInside('Catalog')
  await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()

  // Nothing remembers a place that never was: the files are asked for again.
  await app.goInside('Sources')
  await page.getByRole('link', { name: 'Import again' }).click()
  await expect(page.getByText('asked for again')).toBeVisible()
  await page.getByLabel('Files to import').setInputFiles(`${app.root}/away/manifest.json.gz`)
  await expect(page.getByText('These very files are imported already')).toBeVisible()
})

test('files sent by the browser in many pieces arrive whole', async ({ app }) => {
  const { page } = app
  app.write('shop/target/semantic_manifest.json', '{"node_relation":{}}')
  app.write('shop/seeds/countries.csv', 'code,name\nnl,Netherlands\n')
  const long = { ...SHOP, tables: SHOP.tables.map((table, index) => ({ ...table, description: `${index} `.repeat(20_000) })) }
  writeProject(app, 'shop/target', long)
  await createBook(app, 'Larkmoor')
  await page.goto(new URL('/sources/import?format=dbt', page.url()).href)
  await page.getByLabel('Folder to import').setInputFiles(`${app.root}/shop/seeds`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('“seeds” holds no file that can be imported')
  await page.getByLabel('Folder to import').setInputFiles(`${app.root}/shop`)
  await previewed(page)
  expect(await filesLooked(page)).toEqual(['target/manifest.json', 'target/catalog.json', 'target/run_results.json'])
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('MB')
  await apply(page)
  await app.goInside('Catalog')
  await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()
})

test('files on their way stay in sight on every screen, and what becomes of them is told wherever one is', async ({ app }) => {
  const { page } = app
  writeProject(app, 'shop/target', SHOP)
  await createBook(app, 'Larkmoor')
  let answer = (_how: 'refuse' | 'open'): void => {}
  const hold = async (): Promise<void> => {
    const held = new Promise<'refuse' | 'open'>((resolve) => (answer = resolve))
    await page.unroute('**/rpc/desktop.uploadEnd')
    await page.route('**/rpc/desktop.uploadEnd', async (route) => {
      if ((await held) === 'open') return route.continue()
      return route.fulfill({ json: { ok: false, error: { code: 'bad-file', message: 'The disk has no room left.', details: {} } } })
    })
  }
  const meter = page.getByRole('progressbar', { name: 'Taking the files over' })
  const send = async (): Promise<void> => {
    await hold()
    await app.goInside('Sources')
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await page.getByLabel('Folder to import').setInputFiles(`${app.root}/shop`)
    await expect(meter).toHaveAttribute('aria-valuenow', '100')
    await app.goInside('Catalog')
    await expect(page.getByText('Nothing is in this catalog yet')).toBeVisible()
    await expect(meter).toBeVisible()
  }

  await send()
  answer('refuse')
  await expect(page.locator('.toast')).toContainText('The disk has no room left.')
  await expect(meter).toBeHidden()

  await send()
  await app.goInside('Sources')
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await expect(meter).toBeVisible()
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeDisabled()
  await app.goInside('Catalog')
  answer('open')
  await page.getByRole('button', { name: 'View the preview' }).click()
  await previewed(page)
})

test('a file that is dropped where nothing takes it does not take the place of the page', async ({ app }) => {
  const { page } = app
  const start = page.getByRole('heading', { name: 'Stewardbook' })
  await dropOver(page, start, [app.write('notes.html', '<h1>Not the catalog</h1>')])
  await page.getByRole('button', { name: /^Open a catalog file/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page).toHaveURL(/^http/)
})

test('an exported column list and a dataset CSV are brought in under a name', async ({ app }) => {
  const { page } = app
  app.write(
    'columns.csv',
    'table_schema,table_name,column_name,ordinal_position,data_type\nraw,orders,id,1,integer\nraw,orders,email,2,text\n',
  )
  app.write('datasets.csv', 'name,owner,description\npartner_prices,Purchasing,What partners charge\n')
  await createBook(app, 'Larkmoor')
  for (const [format, source, file] of [
    ['Table list', 'warehouse', 'columns.csv'],
    ['Dataset CSV', 'partner list', 'datasets.csv'],
  ] as const) {
    await app.goInside('Sources')
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: format }).click()
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeDisabled()
    await page.getByLabel('Name of the source').fill(source)
    await page.getByLabel('Files to import').setInputFiles(`${app.root}/${file}`)
    await expect(page.getByRole('heading', { name: `New source ${source}` })).toBeVisible()
    await apply(page)
  }
  await app.goInside('Catalog')
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await expect(page.getByText('Purchasing').first()).toBeVisible()
})

const MANIFEST = JSON.stringify(artifactsOf(SHOP)['manifest.json'])
type Wrong = { readonly content: string | Buffer; readonly says: RegExp; readonly place?: RegExp }
const WRONG: Readonly<Record<string, Wrong>> = {
  'truncated.json': {
    content: MANIFEST.slice(0, 5000),
    says: /stops in the middle \(line 1, column \d+\)/,
    place: /^position \d+ · problem truncated$/,
  },
  'empty.json': { content: '', says: /empty/ },
  'twice.json': { content: MANIFEST + MANIFEST, says: /after the end|second|more than one|two/i },
  'merged.json': { content: `{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> main\n}`, says: /conflict/i },
  'pointer.json': { content: 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n', says: /LFS/ },
  'package.json': {
    content: '{"name":"shop","version":"1.0.0"}',
    says: /is no dbt artifact/,
    place: /^position 0 · problem wrong-artifact$/,
  },
  'broken.json.gz': {
    content: packed(MANIFEST).subarray(0, -20),
    says: /can’t be unpacked: it ends in the middle of its gzip data, after \d+ unpacked bytes/,
    place: /^position \d+ · problem truncated/,
  },
  'plain.json.gz': { content: Buffer.from('not packed at all'), says: /JSON/ },
  'report.pdf': { content: '%PDF-1.7\n%âãÏÓ\n1 0 obj', says: /JSON|dbt/ },
}

test('each wrong file is named, with what is wrong, and nothing changes', async ({ app }) => {
  const { page } = app
  await createBook(app, 'Larkmoor')
  for (const [name, { content, says, place }] of Object.entries(WRONG)) {
    const path = app.write(name, content)
    await app.go('/sources/import?format=dbt')
    await page.getByLabel('Files to import').setInputFiles(path)
    const alert = page.getByRole('main').getByRole('alert')
    await expect(alert).toContainText(name)
    await expect(alert).toContainText(says)
    if (place !== undefined) await expect(alert.getByText(place)).toBeVisible()
    await expect(alert).toContainText(/Your catalog file is unchanged|Nothing was imported/)
  }
  await app.goInside('Catalog')
  await expect(page.getByText('Nothing is in this catalog yet')).toBeVisible()
  expect(JSON.parse(app.command('imports', 'list', '--book', 'larkmoor.stewardbook', '--json').stdout)).toEqual({ items: [], total: 0 })
})
