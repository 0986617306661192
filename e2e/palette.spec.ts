import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { holdRequests } from './harness/call.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, messages, openFilled, rows } from './harness/steps.ts'

const LONG = 'fct_ledger_of_all_the_entries_by_cost_center_and_by_month_of_the_year'
const palette = (page: Page) => dialog(page, 'Search')
const options = (page: Page) => palette(page).getByRole('option')

test('Ctrl K leads everywhere: what was looked at last, every action, everything in the catalog', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', { ...SHOP, tables: [...SHOP.tables.slice(0, 20), { name: LONG, schema: 'marts' }] })
  await openFilled(app, 'target')
  const set = app.command('--book', 'shop.stewardbook', 'set', 'dataset', 'dim_customers', 'ownerTeam=CRM', '--reason', 'asked')
  expect(set.code, set.stderr).toBe(0)

  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('group', { name: 'Looked at last' })).toHaveCount(0)
  await page.keyboard.type('orders')
  await expect(palette(page).getByRole('group', { name: 'In the catalog' }).getByRole('option').first()).toContainText('orders')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('orders')
  const visited = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''

  for (const [typed, address] of [
    ['go set', /\/settings$/],
    ['owners', /\/settings\?section=owners$/],
    ['without an', /\/catalog\?gap=/],
    ['suggest', /\/sources\?tab=suggestions$/],
    ['catalog rep', /\/reports\/catalog/],
    ['import f', /\/sources\/import$/],
  ] as const) {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(typed)
    await expect(palette(page).getByRole('group', { name: 'Actions' }).getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(address)
  }
  await expect(page.getByRole('button', { name: /^From / })).toBeEnabled()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('dark th')
  await expect(options(page).first()).toHaveText('Dark theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme of the system')
  await expect(options(page).first()).toHaveText('Theme of the system')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')

  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('group', { name: 'Looked at last' }).getByRole('option')).toHaveCount(1)
  await expect(options(page).first()).toContainText(visited)
  await app.inspectLooks('palette', testInfo)
  await page.keyboard.type('all keys')
  await expect(options(page).first()).toContainText('All keys')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Keys')).toBeVisible()
  await page.keyboard.press('Escape')

  await showsWhatMatched(page)
  await leadsToTheList(page)
  await namesEverything(page)
  await doesWhatTheScreenOffers(page)
  await asksOneThingAtATime(page)
  await triesAgain(page)
})

test('a screen that comes while one types in the palette takes no keys away; it has the focus afterwards', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await app.goInside('Home')
  const come = await holdRequests(page, '**/assets/settings-screen-*.js')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await type(page, 'ow')
  come()
  await expect(page.getByLabel('Your name')).toBeAttached()
  await page.keyboard.type('ners')
  await expect(page.getByRole('combobox', { name: 'Search the catalog' })).toHaveValue('owners')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main')).toBeFocused()
})

const type = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(text)
}
const inCatalog = (page: Page) => palette(page).getByRole('group', { name: 'In the catalog' }).getByRole('option')

/** Marked in names, also where a mistake was made and where a long name gives way; a column is opened itself. */
async function showsWhatMatched(page: Page): Promise<void> {
  for (const [typed, name, marked] of [
    ['cust stg', 'stg_customers', ['stg', 'cust']],
    ['stg cust', 'stg_customers', ['stg', 'cust']],
    ['dim_cust', 'dim_customers', ['dim_cust']],
    ['custmers', 'customers', ['customers']],
    ['cost_cen', LONG, ['cost_cen']],
  ] as const) {
    await type(page, typed)
    const hit = inCatalog(page)
      .filter({ hasText: name.slice(0, 12) })
      .first()
    await expect(hit.locator('code mark')).toHaveText(marked)
    for (const mark of await hit.locator('code mark').all()) await expect(mark).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
  }
  await type(page, 'since')
  await expect(inCatalog(page).first()).toContainText('column: since')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/tab=columns&col=since$/)
  await expect(page.getByRole('complementary', { name: 'Column since' })).toBeVisible()
}

/** All that is found is a list that can be worked on, within what narrows it already. */
async function leadsToTheList(page: Page): Promise<void> {
  await page.goto(new URL('/catalog?schema=%5B%22core%22%5D', page.url()).href)
  await expect(page.getByRole('grid', { name: 'Datasets' })).toBeVisible()
  await type(page, 'customers')
  const all = inCatalog(page).filter({ hasText: 'Show all in the Catalog' })
  await expect(all).toContainText('with schema: core')
  await page.keyboard.press('Control+Enter')
  await expect(page).toHaveURL(/schema=%5B%22core%22%5D&text=customers$/)
  // One by its name, the other by its description.
  await expect(rows(page, 'Datasets')).toHaveCount(2)
  await expect(page.getByRole('searchbox')).toHaveValue('customers')
}

/** Whatever has a name is found by it. */
async function namesEverything(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save view' }).click()
  await dialog(page, 'Save view').getByLabel('Name').fill('Core of customers')
  await dialog(page, 'Save view').getByRole('button', { name: 'Save' }).click()
  await expect(messages(page)).toContainText('saved')
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  for (const [typed, name, address] of [
    ['core of', 'Core of customers', /\/catalog\?text=customers&schema=/],
    ['import 1', 'Import 1 of shop', /\/sources\/imports\/1$/],
    ['crm', 'CRM', /\/catalog\?heldBy=%5B%22CRM%22%5D$/],
    ['shop', 'shop', /\/sources\/1$/],
  ] as const) {
    await type(page, typed)
    const place = palette(page)
      .getByRole('group', { name: /^Views/ })
      .getByRole('option')
      .first()
    await expect(place).toContainText(name)
    await place.click()
    await expect(page).toHaveURL(address)
  }
}

/** What a screen offers stands first while one is there, and does what its button does. */
async function doesWhatTheScreenOffers(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('group', { name: 'On this screen' }).getByRole('option')).toHaveText(['Refresh this source'])
  // What would come to nothing is left out: there are files to read again, and no costs.
  await expect(options(page).filter({ hasText: 'Refresh all sources' })).toHaveCount(1)
  await expect(options(page).filter({ hasText: 'Export all cost entries' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await type(page, 'fct_orders')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('fct_orders')
  await type(page, 'edit')
  await expect(options(page).first()).toContainText('Edit this dataset')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Edit fct_orders').getByLabel('Description')).toBeFocused()
  await page.keyboard.press('Escape')
  await type(page, 'new term')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'New term').getByLabel('Name')).toBeFocused()
  await page.keyboard.press('Escape')

  await type(page, 'export')
  const more = options(page).filter({ hasText: /more actions$/ })
  await more.click()
  await expect(more).toHaveCount(0)
  const downloading = page.waitForEvent('download')
  await options(page).filter({ hasText: 'Export what was set by hand' }).click()
  expect((await downloading).suggestedFilename()).toMatch(/\.json$/)

  // What was looked at is still known after the page was read again.
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('fct_orders')
  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('group', { name: 'Looked at last' }).getByRole('option').first()).toContainText('fct_orders')
  await page.keyboard.press('Escape')
}

/** However slow the answers: one question at a time, the last one for what stands, and Enter waits for its answer. */
async function asksOneThingAtATime(page: Page): Promise<void> {
  const asked: string[] = []
  let answer = (): void => undefined
  await page.route('**/rpc/search.find', async (route) => {
    asked.push((route.request().postDataJSON() as { text: string }).text)
    await new Promise<void>((resolve) => (answer = resolve))
    await route.continue()
  })
  await type(page, 'dim')
  await expect.poll(() => asked).toEqual(['d'])
  await page.keyboard.press('Enter')
  answer()
  await expect.poll(() => asked).toEqual(['d', 'dim'])
  await expect(inCatalog(page)).toHaveCount(0)
  answer()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('dim_customers')
  await page.unroute('**/rpc/search.find')
}

/** Where the search fails, it says so and can be tried again; what is typed stays, and the keyboard with it. */
async function triesAgain(page: Page): Promise<void> {
  const failed = { ok: false, error: { code: 'internal', message: 'The disk does not answer.', details: {} } }
  await page.route('**/rpc/search.find', (route) => route.fulfill({ json: failed }))
  await type(page, 'stg_cust')
  await expect(palette(page).getByRole('alert')).toContainText('The disk does not answer.')
  await page.unroute('**/rpc/search.find')
  await palette(page).getByRole('button', { name: 'Try again' }).click()
  await expect(inCatalog(page).first()).toContainText('stg_customers')
  await expect(palette(page).getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'Search the catalog' })).toBeFocused()
  await page.keyboard.press('Escape')
}
