import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { dialog, rows } from './harness/steps.ts'

// `npm run pictures`: the pictures of the guide, made from the running app with the sample catalog. Nothing else runs this.

const FOLDER = process.env['STEWARDBOOK_PICTURES']
const WIDE = { width: 1280, height: 800 }
const settled = (page: Page): Promise<void> => expect(page.locator('[aria-busy="true"]')).toHaveCount(0)

test.skip(FOLDER === undefined, 'pictures are made by npm run pictures')

test('pictures of every screen', async ({ app }) => {
  test.setTimeout(600_000)
  const { page } = app
  await page.getByRole('button', { name: /^Look around in a sample catalog/ }).click()
  await dialog(page, 'Where to keep the sample catalog').getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('heading', { name: 'What needs you today' })).toBeVisible({ timeout: 120_000 })
  await app.go('/settings')
  await page.getByLabel('Your name').fill('Maya Lind')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByRole('button', { name: 'Save' }).first()).toBeDisabled()
  const key = await keyOf(app, 'fct_orders')

  for (const [name, path] of Object.entries(screensOf(key))) {
    await app.go(path)
    await take(app, name)
  }

  await app.go('/catalog')
  await rows(page, 'Datasets').first().getByRole('checkbox').check()
  await rows(page, 'Datasets').nth(4).getByRole('checkbox').check()
  await page.keyboard.press('e')
  await expect(dialog(page)).toBeVisible()
  await take(app, 'bulk-edit')

  await app.go('/catalog')
  await expect(rows(page, 'Datasets').first()).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search the catalog' }).fill('customer em')
  await expect(page.getByRole('listbox', { name: 'Found' }).getByRole('option').first()).toBeVisible()
  await take(app, 'search')
})

function screensOf(key: string): Record<string, string> {
  const dataset = `/catalog/dataset?key=${encodeURIComponent(key)}`
  return {
    home: '/home',
    catalog: '/catalog',
    dataset,
    columns: `${dataset}&tab=columns`,
    lineage: `${dataset}&tab=lineage`,
    checks: `${dataset}&tab=checks`,
    history: `${dataset}&tab=history`,
    glossary: '/catalog/glossary',
    domains: '/catalog/domains',
    products: '/catalog/products',
    costs: '/costs',
    sources: '/sources',
    imports: '/sources?tab=imports',
    suggestions: '/sources?tab=suggestions',
    report: '/reports/catalog',
    settings: '/settings',
  }
}

async function keyOf(app: App, name: string): Promise<string> {
  const { stdout } = app.command('--book', 'larkmoor-sample.stewardbook', '--json', 'show', name)
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
