import type { Locator, Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { apply, dialog, field, messages, openFilled, part, pick, rows, section, textOf, undo, view } from './harness/steps.ts'

const SHOP: Project = {
  name: 'shop',
  tables: ['stg_orders', 'fct_orders', 'fct_revenue'].map(
    (name): Table => ({ name, schema: 'shop', columns: { id: 'integer', amount: 'numeric' } }),
  ),
}
const BOOK = ['--book', 'shop.stewardbook']

const termRow = (page: Page, name: string): Locator => rows(page, 'Terms').filter({ has: page.getByRole('link', { name, exact: true }) })
const goToGlossary = async (page: Page): Promise<void> => {
  await section(page, 'Glossary').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeAttached()
}

test('a term is defined, approved, linked, renamed and deleted; each is shown before and taken back after', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await goToGlossary(page)
  await expect(page.getByText('No term is defined yet')).toBeVisible()

  await page.getByRole('button', { name: 'Define a term' }).click()
  const form = dialog(page, 'New term')
  await form.getByLabel('Name').fill('Turnover')
  await form.getByLabel('Definition').fill('Price of the goods with VAT, after discounts.')
  await form.getByLabel('Synonyms').pressSequentially('sales,gross sales,')
  await form.getByLabel('Owner team').fill('Finance')
  await form.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Turnover' })).toBeVisible()
  await expect(field(page, 'Synonyms')).toContainText('gross sales')
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.locator('.titlebar')).toContainText('approved')
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)

  await part(page, 'Linked').click()
  await page.getByRole('button', { name: 'Link datasets and columns' }).click()
  const link = dialog(page, 'Link “Turnover”')
  await link.getByRole('searchbox').fill('fct_rev')
  await link.getByRole('button', { name: /fct_revenue/ }).click()
  await link.getByLabel('amount').check()
  await link.getByRole('button', { name: 'Link', exact: true }).click()
  await expect(messages(page)).toContainText('“Turnover” is linked in 2 places.')
  await expect(rows(page, 'Linked')).toHaveCount(2)
  await expect(part(page, 'Linked')).toContainText('2')

  await page.getByRole('button', { name: 'Rename' }).click()
  await expect(dialog(page)).toContainText('1 dataset and 1 column carry it and follow.')
  await dialog(page).getByLabel('Name').fill('Gross revenue')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Gross revenue' })).toBeVisible()
  await expect(rows(page, 'Linked')).toHaveCount(2)
  await part(page, 'Overview').click()
  await expect(page.getByRole('list', { name: 'Other names' })).toContainText('Turnover')
  await part(page, 'History').click()
  await expect(page.getByText('set by hand').first()).toBeVisible()

  await part(page, 'Linked').click()
  await rows(page, 'Linked').filter({ hasText: 'amount' }).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Take off' }).click()
  await expect(rows(page, 'Linked')).toHaveCount(1)
  await undo(page, 'is off 1 place')
  await expect(rows(page, 'Linked')).toHaveCount(2)

  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog(page)).toContainText('1 dataset and 1 column carry it.')
  await dialog(page).getByRole('button', { name: 'Delete' }).click()
  await expect(messages(page)).toContainText('“Gross revenue” is deleted. It is off 2 places.')
  await expect(page.getByText('No term is defined yet')).toBeVisible()
  await undo(page, 'is deleted')
  await expect(termRow(page, 'Gross revenue')).toContainText('approved')
  await expect(termRow(page, 'Gross revenue')).toContainText('Finance')

  await termRow(page, 'Gross revenue').getByRole('link', { name: '1' }).first().click()
  await expect(page.locator('.list .foot')).toContainText('1 of 3 datasets')
  await expect(page.getByRole('complementary', { name: 'Facets' })).toContainText('Gross revenue')
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})

test('a name that is used and not defined is found, defined or said to be a term; the dataset page offers known terms', async ({
  app,
}, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  for (const [name, terms] of [
    ['fct_orders', 'turnover,Basket'],
    ['stg_orders', 'Basket'],
  ] as const) {
    const { code, stderr } = app.command(...BOOK, 'set', 'dataset', `model.shop.${name}`, `glossaryTerms=${terms}`)
    expect(code, stderr).toBe(0)
  }
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await view(page, 'Used, not defined').click()
  await expect(rows(page, 'Used, not defined')).toHaveCount(2)
  await rows(page, 'Used, not defined').filter({ hasText: 'Basket' }).getByRole('button', { name: 'Define' }).click()
  await dialog(page, 'Define “Basket”').getByLabel('Definition').fill('What a visitor has put aside.')
  await page.keyboard.press('Control+Enter')
  await dialog(page).getByRole('button', { name: 'Define' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Basket' })).toBeVisible()
  await expect(part(page, 'Linked')).toContainText('2')

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Glossary' }).click()
  // By keyboard alone from here to the new term.
  await page.keyboard.press('n')
  await page.keyboard.type('Revenue')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Money earned.')
  await page.keyboard.press('Tab')
  await page.keyboard.type('turnover;')
  await dialog(page).getByLabel('Reason').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Revenue' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await view(page, 'Used, not defined').click()
  await rows(page, 'Used, not defined').getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByText('every term that datasets and columns carry is defined')).toBeVisible()

  await app.go('/catalog/dataset?key=model.shop.fct_orders')
  await expect(field(page, 'Glossary terms').getByRole('link', { name: 'Revenue' })).toBeVisible()
  await app.go('/catalog/dataset?key=model.shop.stg_orders')
  await field(page, 'Glossary terms').hover()
  await page.getByRole('button', { name: 'Edit Glossary terms' }).click()
  await page.keyboard.type('turn')
  await expect(page.getByRole('option', { name: /Revenue/ })).toContainText('turnover')
  await app.inspectLooks('terms-control', testInfo)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(field(page, 'Glossary terms').getByRole('link', { name: 'Revenue' })).toBeVisible()

  await app.go('/catalog/glossary/term?key=nobody%20knows')
  await expect(page.getByRole('button', { name: 'Define it' })).toBeVisible()
  expect(app.command(...BOOK, 'list', 'terms').stdout).toContain('Revenue')
})

test('a glossary comes in from a file, after a preview, and goes out as it came', async ({ app }, testInfo) => {
  const { page } = app
  const table = [
    'parent,name,definition,synonyms,related,owner,status',
    ',Basket,What a visitor has put aside.,cart,Order,Marketing,draft',
    ',Order,"What a customer confirms, in one go.",purchase;web order,,Sales,approved',
  ]
  app.write('words/glossary.csv', table.join('\r\n'))
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await goToGlossary(page)
  await page.getByRole('button', { name: 'Import and export' }).click()
  await page.getByRole('menuitem', { name: /^Import a glossary/ }).click()
  await page.getByLabel('Name of the source').fill('business glossary')
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, 'words/glossary.csv', 'Look at it')
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
  await app.inspectLooks('glossary-import', testInfo)
  await apply(page)
  await app.go('/catalog/glossary')
  await expect(termRow(page, 'Order')).toContainText('approved')
  await narrowInNarrowWindow(app)
  await page.getByRole('button', { name: 'Import and export' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /^Export as a table/ }).click()])
  expect(await textOf(download)).toBe(`${table.join('\r\n')}\r\n`)
  await expect(messages(page)).toContainText('2 terms saved as glossary.csv.')
  await termRow(page, 'Order').getByRole('link', { name: 'Order' }).click()
  await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled()
  expect(app.command(...BOOK, 'export', 'glossary', '--format', 'datahub').stdout).toContain('- name: "Basket"')
})

/** There the facets stand over the list, and Escape puts them away before anything else. */
async function narrowInNarrowWindow(app: App): Promise<void> {
  const { page } = app
  const facets = page.getByRole('complementary', { name: 'Facets' })
  await expect(facets).toBeVisible()
  await app.setLook('light', { width: 1024, height: 640 })
  await expect(facets).toHaveCount(0)
  await page.getByRole('button', { name: 'Facets' }).click()
  await facets.getByLabel(/Approved/).check()
  await expect(page.locator('.list .foot')).toContainText('1 of 2 terms')
  await page.keyboard.press('Escape')
  await expect(facets).toHaveCount(0)
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Filter terms, synonyms' })).toBeFocused()
  await section(page, 'Domains').click()
  const filter = page.getByRole('searchbox', { name: 'Filter domains' })
  await expect(filter).toBeVisible()
  await page.keyboard.press('/')
  await expect(filter).toBeFocused()
  await app.setLook('light', { width: 1280, height: 800 })
  await section(page, 'Glossary').click()
  await expect(rows(page, 'Terms')).toHaveCount(2)
}
