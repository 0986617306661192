import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { apply, datasetRow, dialog, field, messages, openFilled, part, pick, rows, section, textOf, undo } from './harness/steps.ts'

const SHOP: Project = {
  name: 'shop',
  tables: ['fct_orders', 'fct_returns', 'fct_stock'].map((name): Table => ({ name, schema: 'shop', columns: { id: 'integer' } })),
}
const BOOK = ['--book', 'shop.stewardbook']

test('a data product is made, filled from a search and from ticks, emptied and deleted, each with a way back', async ({
  app,
}, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await section(page, 'Products').click()
  await expect(page.getByText('No data product yet')).toBeVisible()
  await app.inspectLooks('products-empty', testInfo)
  await page.keyboard.press('n')
  const form = dialog(page, 'New data product')
  await form.getByLabel('Name').fill('Daily sales')
  await form.getByLabel('Purpose').fill('Morning figures.')
  await form.getByLabel('SLA').fill('Complete by 7:00')
  await app.inspectLooks('product-new', testInfo)
  await form.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Daily sales' })).toBeVisible()
  await expect(field(page, 'SLA')).toContainText('Complete by 7:00')

  await page.keyboard.press('l')
  await dialog(page).getByRole('searchbox').fill('fct_ord')
  await dialog(page)
    .getByRole('button', { name: /fct_orders/ })
    .click()
  await app.inspectLooks('product-add', testInfo)
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(messages(page)).toContainText('1 dataset added to “Daily sales”.')
  await expect(part(page, 'Datasets')).toContainText('1')

  await page.getByRole('navigation', { name: 'Main' }).locator('li').getByRole('link', { name: 'Catalog' }).click()
  for (const name of ['fct_orders', 'fct_returns']) await datasetRow(page, `shop.${name}`).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Add to product' }).click()
  await dialog(page, 'Add 2 datasets to a data product').getByLabel('Data product').selectOption('Daily sales')
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(messages(page)).toContainText('1 dataset added to “Daily sales”.')

  await section(page, 'Products').click()
  await expect(rows(page, 'Data products')).toContainText('Complete by 7:00')
  await app.inspectLooks('products', testInfo)
  await expectNamedFilter(page)
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await expect(rows(page, 'Data products')).toHaveCount(1)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Daily sales' })).toBeVisible()
  await part(page, 'Datasets').click()
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await datasetRow(page, 'shop.fct_returns').getByRole('checkbox').check()
  await app.inspectLooks('product-datasets', testInfo)
  await page.getByRole('button', { name: 'Take out' }).click()
  await expect(rows(page, 'Datasets')).toHaveCount(1)
  await undo(page, 'taken out of')
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await part(page, 'Overview').click()
  await expect(page.getByText('cannot tell').first()).toBeVisible()
  await app.inspectLooks('product', testInfo)
  await part(page, 'History').click()
  await expect(page.getByText('set by hand').first()).toBeVisible()

  await app.go('/catalog/dataset?key=model.shop.fct_orders')
  await expect(page.getByRole('list', { name: 'Data products' })).toContainText('Daily sales')
  await page.getByRole('list', { name: 'Data products' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog(page)).toContainText('2 datasets stay in the catalog.')
  await dialog(page).getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No data product yet')).toBeVisible()
  await undo(page, 'is deleted')
  await expect(rows(page, 'Data products')).toHaveCount(1)
  expect(app.command(...BOOK, 'list', 'products').stdout).toContain('Complete by 7:00')
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})

/** The Catalog narrowed to a data product says to which, and lets go of it. */
async function expectNamedFilter(page: Page): Promise<void> {
  await rows(page, 'Data products').getByRole('link', { name: '2', exact: true }).click()
  const chosen = page.getByRole('complementary', { name: 'Facets' }).getByRole('group', { name: 'Data product' })
  await expect(chosen).toContainText('Daily sales')
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Filter by any word' }).fill('zebra')
  await expect(page.getByText('0 of 3 match text “zebra”, data product: Daily sales.')).toBeVisible()
  await chosen.getByRole('button', { name: 'Clear Data product' }).click()
  await expect(page.getByText('0 of 3 match text “zebra”.')).toBeVisible()
  await expect(chosen).toBeHidden()
}

test('data products come in from a table that names datasets as people do, go out with keys, and are taken back', async ({
  app,
}, testInfo) => {
  const { page } = app
  app.write(
    'lists/products.csv',
    'name,purpose,owner,domain,SLA,datasets\nDaily sales,Morning figures.,Shop desk,Sales,Complete by 7:00,"fct_orders;shop.fct_returns;fct_refunds_by_country_and_month"\nStock,,,Supply,,fct_stock\n',
  )
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await section(page, 'Products').click()
  // The Catalog, which it takes the place of, has such a menu too.
  await expect(page.getByRole('region', { name: 'Data products' })).toBeVisible()
  await page.getByRole('button', { name: 'Import and export' }).click()
  await page.getByRole('menuitem', { name: /^Import data products/ }).click()
  await page.getByLabel('Name of the source').fill('product list')
  await app.inspectLooks('products-import-choose', testInfo)
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, 'lists/products.csv', 'Look at it')
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
  await app.inspectLooks('products-import', testInfo)
  await apply(page)
  await expect(page.getByText('“fct_refunds_by_country_and_month” is no dataset of this catalog file.')).toBeVisible()
  await app.inspectLooks('products-receipt', testInfo)

  await app.go('/catalog/products')
  await expect(rows(page, 'Data products')).toHaveCount(2)
  await app.inspectLooks('products-imported', testInfo)
  await page.getByRole('button', { name: 'Import and export' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /^Export as a table/ }).click()])
  const table = [
    'name,description,purpose,ownerTeam,domain,sla,datasets',
    'Daily sales,,Morning figures.,Shop desk,Sales,Complete by 7:00,dbt:shop/model.shop.fct_orders;dbt:shop/model.shop.fct_returns;fct_refunds_by_country_and_month',
    'Stock,,,,Supply,,dbt:shop/model.shop.fct_stock',
  ]
  expect(await textOf(download)).toBe(`${table.join('\r\n')}\r\n`)
  await expect(messages(page)).toContainText('2 data products saved as data-products.csv.')

  await rows(page, 'Data products').getByRole('link', { name: 'Daily sales' }).click()
  await expect(part(page, 'Datasets')).toContainText('2')
  await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await page.getByText('1 more dataset in no source').click()
  await expect(page.getByRole('list', { name: 'Datasets in no source' })).toContainText('fct_refunds')
  await app.inspectLooks('product-missing', testInfo)

  await app.go('/sources?tab=imports')
  await page.getByRole('button', { name: 'Undo import 2' }).click()
  await dialog(page, 'Undo import 2').getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(dialog(page)).toBeHidden()
  await app.go('/catalog/products')
  await expect(page.getByText('No data product yet')).toBeVisible()
  const { code, stderr } = app.command(...BOOK, 'import', 'products', 'lists/products.csv', '--source', 'again')
  expect(code, stderr).toBe(0)
  expect(app.command(...BOOK, 'export', 'products', '--out', 'out.csv').stdout).toContain('Wrote 2 data products to out.csv.')
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})
