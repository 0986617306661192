import { expect, test } from './harness/app.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { datasetRow, dialog, field, messages, openFilled, part, rows, section, undo } from './harness/steps.ts'

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
  await rows(page, 'Data products').getByRole('link', { name: 'Daily sales' }).click()
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
