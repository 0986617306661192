import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { holdAnswer } from './harness/call.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { apply, dialog, field, messages, openFilled, part, pick, rows, section, textOf, undo } from './harness/steps.ts'

const SHOP: Project = {
  name: 'shop',
  tables: ['stg_orders', 'fct_orders', 'fct_stock'].map(
    (name): Table => ({ name, schema: 'shop', description: `The ${name}`, columns: { id: 'integer' } }),
  ),
}
const BOOK = ['--book', 'shop.stewardbook']

const domainRow = (page: Page, name: string): Locator =>
  rows(page, 'Domains').filter({ has: page.getByRole('link', { name, exact: true }) })

test('domains that datasets name are described, owned, renamed and merged; their coverage leads to what is missing', async ({
  app,
}, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await section(page, 'Domains').click()
  await expect(page.getByText('No domain is known yet')).toBeVisible()
  await app.inspectLooks('domains-empty', testInfo)
  for (const [name, domain] of [
    ['stg_orders', 'sales'],
    ['fct_orders', 'Sales'],
    ['fct_stock', 'Supply'],
  ] as const) {
    const { code, stderr } = app.command(...BOOK, 'set', 'dataset', `model.shop.${name}`, `domain=${domain}`)
    expect(code, stderr).toBe(0)
  }
  await page.reload()
  await expect(rows(page, 'Domains')).toHaveCount(3)
  await domainRow(page, 'Sales').getByRole('link', { name: 'Sales' }).click()
  await expect(page.getByText('1 dataset names it, and nobody has described it yet.')).toBeVisible()
  await app.inspectLooks('domain-undescribed', testInfo)
  await page.getByRole('button', { name: 'Describe it' }).click()
  await dialog(page, 'Describe “Sales”').getByLabel('Description').fill('What is sold, and to whom.')
  await dialog(page, 'Describe “Sales”').getByRole('button', { name: 'Save' }).click()
  await expect(field(page, 'Description')).toContainText('What is sold')

  await field(page, 'Owner team').hover()
  await page.getByRole('button', { name: 'Edit Owner team' }).click()
  await page.keyboard.type('Shop')
  await page.keyboard.press('Enter')
  await expect(field(page, 'Owner team')).toContainText('Shop')

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Domains' }).click()
  await domainRow(page, 'sales').getByRole('link', { name: 'sales', exact: true }).click()
  await page.getByRole('button', { name: 'Merge' }).click()
  await dialog(page).getByLabel('Domain').selectOption('Sales')
  await expect(dialog(page)).toContainText('1 dataset follows.')
  await dialog(page).getByRole('button', { name: 'They are one' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sales' })).toBeVisible()
  await expect(part(page, 'Datasets')).toContainText('2')
  await expect(page.getByRole('list', { name: 'Other names' })).toContainText('sales')
  await app.inspectLooks('domain', testInfo)

  await page.getByRole('button', { name: 'Rename' }).click()
  await dialog(page).getByLabel('Name').fill('Commerce')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Commerce' })).toBeVisible()
  await part(page, 'Datasets').click()
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await app.inspectLooks('domain-datasets', testInfo)
  await part(page, 'History').click()
  await expect(page.getByText('set by hand').first()).toBeVisible()

  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog(page)).toContainText('2 datasets keep the name.')
  // The page may read what became of it before the answer is there: it leads to the list all the same.
  const deleted = await holdAnswer(page, 'assets.remove')
  await dialog(page).getByRole('button', { name: 'Delete' }).click()
  await expect(part(page, 'History')).toHaveCount(0)
  await deleted()
  await expect(domainRow(page, 'Commerce')).not.toContainText('Shop')
  await undo(page, 'is deleted')
  await expect(domainRow(page, 'Commerce')).toContainText('Shop')
  await app.inspectLooks('domains', testInfo)
  await domainRow(page, 'Commerce').getByRole('link', { name: '0 of 2, 2 without an owner' }).click()
  await expect(page.locator('.list .foot')).toContainText('2 of 3 datasets')
  expect(app.command(...BOOK, 'list', 'domains').stdout).toContain('Commerce')
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})

test('domains come in from a table, after a preview, go out with those that datasets only name, and are taken back', async ({
  app,
}, testInfo) => {
  const { page } = app
  app.write(
    'lists/domains.csv',
    'Domain;Description;Owner;Cost centre\r\nSales;What is sold, and to whom.;Shop desk;4100\r\nSupply;Goods and where they are.;;\r\n;Nobody’s.;;\r\n',
  )
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  for (const [name, domain] of [
    ['fct_orders', 'Sales'],
    ['fct_stock', 'Finance'],
  ] as const)
    expect(app.command(...BOOK, 'set', 'dataset', `model.shop.${name}`, `domain=${domain}`).code).toBe(0)
  await page.getByRole('navigation', { name: 'Lists of the catalog' }).getByRole('link', { name: 'Domains' }).click()
  await expect(page.getByRole('region', { name: 'Domains' })).toBeVisible()
  await page.getByRole('button', { name: 'Import and export' }).click()
  await app.inspectLooks('domains-menu', testInfo)
  await page.getByRole('menuitem', { name: /^Import domains/ }).click()
  await expect(page.getByRole('group', { name: 'What to import' }).getByRole('button', { name: 'Domains' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.getByLabel('Name of the source').fill('organisation')
  await app.inspectLooks('domains-import-choose', testInfo)
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, 'lists/domains.csv', 'Look at it')
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
  await expect(page.getByText('There is no field for these columns; what stands in them is kept as it is: Cost centre.')).toBeVisible()
  await app.inspectLooks('domains-import', testInfo)
  await apply(page)
  await page.getByRole('button', { name: 'why' }).click()
  await expect(page.getByText('the row has no name')).toBeVisible()
  await app.inspectLooks('domains-receipt', testInfo)

  // By keyboard alone from here to the file.
  await app.go('/catalog/domains')
  await expect(rows(page, 'Domains')).toHaveCount(3)
  await expect(domainRow(page, 'Sales')).toContainText('Shop desk')
  await page.getByRole('button', { name: 'Import and export' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^Import domains/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /^Export as a table/ })).toBeFocused()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  const table =
    'domain,description,ownerTeam\r\nFinance,,\r\nSales,"What is sold, and to whom.",Shop desk\r\nSupply,Goods and where they are.,\r\n'
  expect(await textOf(download)).toBe(table)
  expect(download.suggestedFilename()).toBe('domains.csv')
  await expect(messages(page)).toContainText('3 domains saved as domains.csv.')
  expect(app.command(...BOOK, 'export', 'domains').stdout).toBe(table)
  // What narrows the list stands in its address: coming back finds it so.
  const filter = page.getByRole('searchbox', { name: 'Filter domains' })
  await filter.fill('desk SALES')
  await expect(page).toHaveURL(/text=desk/)
  await expect(rows(page, 'Domains')).toHaveCount(1)
  await domainRow(page, 'Sales').getByRole('link', { name: 'Sales' }).click()
  await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await page.goBack()
  await expect(filter).toHaveValue('desk SALES')
  await expect(rows(page, 'Domains')).toHaveCount(1)

  await app.go('/sources?tab=imports')
  await page.getByRole('button', { name: 'Undo import 2' }).click()
  await dialog(page, 'Undo import 2').getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(dialog(page)).toBeHidden()
  await app.go('/catalog/domains')
  await expect(rows(page, 'Domains')).toHaveCount(2)
  await expect(domainRow(page, 'Sales')).not.toContainText('Shop desk')
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})
