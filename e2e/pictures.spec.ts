import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { apply, dialog, part, pick, rows } from './harness/steps.ts'

// `npm run pictures`: the pictures of the guide, made from the running app with the sample catalog. Nothing else runs this.

const FOLDER = process.env['STEWARDBOOK_PICTURES']
const BOOK = 'larkmoor-sample.stewardbook'
const WIDE = { width: 1280, height: 800 }
const settled = (page: Page): Promise<void> => expect(page.locator('[aria-busy="true"]')).toHaveCount(0)

/** A list somebody keeps by hand, and what it says a month later. */
const HEAD = 'name,schema,description,ownerTeam,domain,tier'
const PARTNER_FEEDS = [
  HEAD,
  'courier_events,partners,One row per scan of a parcel at one of the three couriers.,Supply Planning,Supply,bronze',
  'market_prices,partners,Prices of the largest rivals.,Marketing Analytics,Marketing,bronze',
  'card_settlements,partners,Payments by card as the acquirer settles them.,Finance Reporting,Finance,silver',
]
const LATER_FEEDS = [
  HEAD,
  'courier_events,partners,One row per scan of a parcel at one of the four couriers.,Supply Planning,Supply,silver',
  'market_prices,partners,"Prices of the twelve largest rivals, gathered each night.",Supply Planning,Marketing,bronze',
  'card_settlements,partners,Payments by card as the acquirer settles them.,Finance Reporting,Finance,silver',
  'weather_daily,partners,Weather by shop and day; since March in Celsius.,Sales Analytics,Sales,bronze',
]

test.skip(FOLDER === undefined, 'pictures are made by npm run pictures')

test('pictures of every screen', async ({ app }) => {
  test.setTimeout(900_000)
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
  await take(app, 'first-start')
  await page.getByRole('button', { name: /^Look around in a sample catalog/ }).click()
  await dialog(page, 'Where to keep the sample catalog').getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('heading', { name: 'What needs you today' })).toBeVisible({ timeout: 120_000 })
  await app.go('/settings')
  await page.getByLabel('Your name').fill('Maya Lind')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByRole('button', { name: 'Save' }).first()).toBeDisabled()

  for (const [name, path] of Object.entries(screensOf(app))) {
    await app.go(path)
    await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeVisible()
    await settled(page)
    if (name === 'settings-file') await showNoTempFolder(page)
    await take(app, name)
  }
  await takeBulkEdit(app)
  await takeSearchAndKeys(app)
  await takeImport(app)
})

/** The folder of this run has another name each time. */
const showNoTempFolder = (page: Page): Promise<void> =>
  page
    .locator('code', { hasText: BOOK })
    .first()
    .evaluate((element, book) => void (element.textContent = `/home/maya/${book}`), BOOK)

async function takeBulkEdit(app: App): Promise<void> {
  const { page } = app
  await app.go('/catalog')
  await rows(page, 'Datasets').first().getByRole('checkbox').check()
  await rows(page, 'Datasets').nth(4).getByRole('checkbox').check()
  await page.keyboard.press('e')
  await expect(dialog(page)).toBeVisible()
  await take(app, 'bulk-edit')
}

async function takeSearchAndKeys(app: App): Promise<void> {
  const { page } = app
  await app.go('/catalog')
  await expect(rows(page, 'Datasets').first()).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search the catalog' }).fill('customer em')
  await expect(page.getByRole('listbox', { name: 'Found' }).getByRole('option').first()).toBeVisible()
  await take(app, 'search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(dialog(page, 'Keys')).toBeVisible()
  await take(app, 'keys')
}

/** The last of all: it changes what the other screens show. */
async function takeImport(app: App): Promise<void> {
  const { page } = app
  app.write('partner-feeds.csv', `${PARTNER_FEEDS.join('\n')}\n`)
  const { code, stderr } = app.command('--book', BOOK, 'import', 'datasets', 'partner-feeds.csv', '--source', 'Partner feeds')
  expect(code, stderr).toBe(0)
  app.write('partner-feeds.csv', `${LATER_FEEDS.join('\n')}\n`)
  await app.go('/sources/import?format=datasets')
  await page.getByLabel('Name of the source').fill('Partner feeds')
  await take(app, 'import-choose')
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, 'partner-feeds.csv', 'Look at it')
  await expect(page.getByRole('heading', { name: 'Update of Partner feeds' })).toBeVisible()
  await take(app, 'import-preview')
  await apply(page)
  await expect(part(page, 'Summary')).toBeVisible()
  await take(app, 'import-record')
}

function screensOf(app: App): Record<string, string> {
  const key = encodeURIComponent(keyOf(app, 'fct_orders'))
  const dataset = `/catalog/dataset?key=${key}`
  const sections = ['file', 'owners', 'rules', 'values', 'journal', 'about']
  return {
    home: '/home',
    catalog: '/catalog',
    'catalog-drawer': `/catalog?sel=${key}`,
    dataset,
    columns: `${dataset}&tab=columns`,
    column: `${dataset}&tab=columns&col=net_revenue`,
    lineage: `${dataset}&tab=lineage`,
    checks: `${dataset}&tab=checks`,
    sql: `${dataset}&tab=sql`,
    history: `${dataset}&tab=history`,
    details: `${dataset}&tab=details`,
    glossary: '/catalog/glossary',
    'glossary-used': '/catalog/glossary?view=used',
    term: '/catalog/glossary/term?key=hand%2Fterm.net-revenue',
    domains: '/catalog/domains',
    domain: '/catalog/domains/domain?name=Sales',
    products: '/catalog/products',
    product: '/catalog/products/product?key=hand%2Fdata_product.daily-sales',
    costs: '/costs',
    'cost-entries': '/costs?group=load_shop',
    sources: '/sources',
    source: '/sources/1',
    'source-meta': '/sources/1?tab=meta',
    'source-options': '/sources/1?tab=options',
    imports: '/sources?tab=imports',
    suggestions: '/sources?tab=suggestions',
    report: '/reports/catalog',
    settings: '/settings',
    ...Object.fromEntries(sections.map((section) => [`settings-${section}`, `/settings?section=${section}`])),
  }
}

function keyOf(app: App, name: string): string {
  const { stdout } = app.command('--book', BOOK, '--json', 'show', name)
  return (JSON.parse(stdout) as { key: string }).key
}

async function take(app: App, name: string): Promise<void> {
  // A screen that is only about to ask shows nothing busy yet.
  await app.page.waitForTimeout(500)
  await settled(app.page)
  for (const theme of ['light', 'dark'] as const) {
    await app.setLook(theme, WIDE)
    await app.page.screenshot({ path: join(FOLDER ?? '', `${name}-${theme}.png`), animations: 'disabled' })
  }
}
