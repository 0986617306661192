import type { Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { openBook, openFilled, rows } from './harness/steps.ts'

// What every list does alike: keys, a page of it that fails, and ticks over the borders of its pages.

const FILE = 'larkmoor.stewardbook'
const TERM = '/catalog/glossary/term?key=hand%2Fterm.net-revenue&tab=links'
/** A page holds 100 datasets at first. */
const LARGE: Project = {
  name: 'shop',
  tables: Array.from(
    { length: 120 },
    (_, index): Table => ({ name: `stg_${String(index).padStart(3, '0')}`, schema: index % 2 === 0 ? 'shop' : 'core' }),
  ),
}
const REFUSAL = 'The disk does not answer.'

/** By the list's address: what `j` and Enter open. */
const OPENS: Readonly<Record<string, RegExp>> = {
  '/catalog': /\/catalog\/dataset\?key=/,
  '/catalog/glossary': /\/catalog\/glossary\/term\?key=/,
  [TERM]: /\/catalog\/dataset\?key=/,
  '/catalog/domains': /\/catalog\/domains\/domain\?name=/,
  '/catalog/domains/domain?name=Sales&part=datasets': /\/catalog\/dataset\?key=/,
  '/catalog/products': /\/catalog\/products\/product\?key=/,
  '/catalog/products/product?key=hand%2Fdata_product.daily-sales&part=datasets': /\/catalog\/dataset\?key=/,
  '/costs': /\/costs\?.*group=/,
  '/costs?group=': /\/sources\/imports\/\d+/,
  '/sources': /\/sources\/\d+/,
  '/sources?tab=imports': /\/sources\/imports\/\d+/,
}

/** By address: the question that fills the screen, and what stands there once it is answered. */
const ASKED: Readonly<Record<string, readonly [method: string, shows: string | RegExp]>> = {
  '/home': ['home.today', 'Since your last visit'],
  '/catalog': ['datasets.list', '120 datasets'],
  '/catalog/dataset?key=model.shop.stg_000': ['datasets.get', 'Catalog entry'],
  '/sources': ['sources.list', 'In the catalog'],
  '/sources/imports/1': ['imports.renames', 'Import summary'],
  '/sources?tab=suggestions': ['suggestions.groups', 'Nothing here is applied until you accept it'],
  '/catalog/glossary': ['terms.list', 'No term is defined yet'],
  '/settings?section=owners': ['owners.list', 'No owner is known yet'],
}

test('every list is walked and opened by the same keys', async ({ app }) => {
  const { page } = app
  await openSample(app)
  for (const [path, opens] of Object.entries(OPENS)) {
    await show(page, path)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page, path).toHaveURL(opens)
  }
  // What is named and not described yet is defined, or described, by a dialog.
  for (const [path, title] of Object.entries({ '/catalog/glossary?view=used': /./, '/settings?section=owners': /^Describe / })) {
    await show(page, path)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await page.keyboard.press('Escape')
  }

  await show(page, '/sources?tab=suggestions')
  await page.keyboard.press('j')
  const box = page.locator('.suggest > li').first().getByRole('checkbox')
  await expect(box).toBeFocused()
  const wasTicked = await box.isChecked()
  await page.keyboard.press('x')
  await expect(box).toBeChecked({ checked: !wasTicked })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Hide' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('no such words')
  await expect(page.getByText('No suggestion matches “no such words”.')).toBeVisible()

  // A click opens too; in the Catalog beside the list.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await rows(page, 'Domains').first().getByRole('gridcell').nth(1).click()
  await expect(page).toHaveURL(/\/catalog\/domains\/domain\?name=/)
  await show(page, '/catalog')
  await rows(page, 'Datasets').first().getByRole('gridcell').nth(2).click()
  await expect(page).toHaveURL(/\/catalog\?sel=/)
})

test('what cannot be read is said where it would stand, and asked for once more; ticks cross the borders of pages', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', LARGE)
  await openFilled(app, 'target')
  for (const [path, [method, shows]] of Object.entries(ASKED)) {
    const door = await closeDoor(page, `**/rpc/${method}`)
    await app.go(path)
    await expect(page.locator('main [aria-busy="true"]').first()).toBeAttached()
    await expect(page.locator('main .bone').first()).toBeVisible()
    await door('refuse')
    const alert = page.getByRole('main').getByRole('alert').filter({ hasText: REFUSAL }).first()
    await expect(alert).toBeVisible()
    await door('open')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('main').getByText(shows).first()).toBeVisible()
    await expect(alert).toBeHidden()
  }

  // The facets, and a later page.
  const facets = await closeDoor(page, '**/rpc/datasets.facets')
  const later = await closeDoor(page, '**/rpc/datasets.list', ({ cursor }) => cursor !== undefined)
  await facets('refuse')
  await app.go('/catalog')
  await waitForLastRow(page)
  await later('refuse')
  const noFacets = page.getByRole('complementary', { name: 'Facets' }).getByRole('alert')
  await expect(noFacets).toContainText(`The facets could not be read. ${REFUSAL}`)
  const noRest = page.getByRole('region', { name: 'Datasets' }).getByRole('alert')
  await expect(noRest).toContainText(`The rest of the list could not be read. ${REFUSAL}`)
  await expect(rows(page, 'Datasets').first()).toContainText('stg_')
  await app.expectAccessible()
  await facets('open')
  await later('open')
  await noFacets.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('complementary', { name: 'Facets' }).getByRole('group', { name: 'Schema' })).toBeVisible()
  await noRest.getByRole('button', { name: 'Try again' }).click()
  await expect(noRest).toBeHidden()
  await tickOverPages(page)
})

async function openSample(app: App): Promise<void> {
  for (const args of [
    ['sample', FILE],
    ['--book', FILE, 'set', 'dataset', 'fct_orders', 'glossaryTerms=Turnover'],
  ]) {
    const { code, stderr } = app.command(...args)
    expect(code, stderr).toBe(0)
  }
  await openBook(app, FILE)
}

/** Goes there without loading the page anew, and waits for the list. */
async function show(page: Page, path: string): Promise<void> {
  const home = page.getByRole('heading', { name: 'What needs you today' })
  // By way of Home, which has no list: rows of the screen before are not taken for those of this one.
  for (const to of ['/home', path]) {
    await page.evaluate((address) => history.pushState({}, '', address), to)
    await expect(home).toBeVisible({ visible: to === '/home' })
  }
  await expect(page.locator('main .ledger-row, main tbody tr, main .suggest > li').first()).toBeVisible()
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
}

/** Keeps answers to a question back until they are refused or let through. */
async function closeDoor(page: Page, url: string, isMeant: (input: { cursor?: string }) => boolean = () => true) {
  let decide: (how: 'refuse' | 'open') => void = () => undefined
  let how = new Promise<'refuse' | 'open'>((resolve) => (decide = resolve))
  await page.route(url, async (route) => {
    if (!isMeant((route.request().postDataJSON() ?? {}) as { cursor?: string }) || (await how) === 'open') return route.continue()
    return route.fulfill({ json: { ok: false, error: { code: 'internal', message: REFUSAL, details: {} } } })
  })
  return async (next: 'refuse' | 'open'): Promise<void> => {
    decide(next)
    how = Promise.resolve(next)
    if (next === 'open') await page.unroute(url)
  }
}

/** While the last row is still on its way, x and Enter mean that one, and not the one left behind. Leaves nothing selected. */
async function waitForLastRow(page: Page): Promise<void> {
  const list = page.getByRole('grid', { name: 'Datasets' })
  await expect(rows(page, 'Datasets').first()).toContainText('stg_')
  await list.focus()
  await page.keyboard.press('j')
  await expect(list.locator('[data-index="0"]')).toHaveAttribute('aria-selected', 'true')
  for (const key of ['End', 'x', 'Enter']) await page.keyboard.press(key)
  await expect(list.locator('[data-index="119"]')).toBeVisible()
  await expect(page.locator('.list .foot')).not.toContainText('ticked')
  await page.keyboard.press('Home')
  await expect(list.locator('[data-index="0"]')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(list.locator('[aria-selected="true"]')).toHaveCount(0)
}

/** The first page holds rows 0 to 99. Only what is in sight is clicked: a row that comes takes the place of one that goes. */
async function tickOverPages(page: Page): Promise<void> {
  const list = page.getByRole('grid', { name: 'Datasets' })
  const foot = page.locator('.list .foot')
  const box = (index: number) => list.locator(`[data-index="${index}"]`).getByRole('checkbox')
  await list.evaluate((element) => element.scrollTo(0, 80 * 36))
  await box(82).click()
  await list.evaluate((element) => element.scrollTo(0, 98 * 36))
  await box(108).click({ modifiers: ['Shift'] })
  await expect(foot).toContainText('27 ticked')
  await list.focus()
  await page.keyboard.press('Control+a')
  await expect(foot).toContainText('120 ticked')
  await box(110).click()
  await box(100).click({ modifiers: ['Shift'] })
  await expect(foot).toContainText('109 ticked')
}
