import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, openFilled } from './harness/steps.ts'

const palette = (page: Page) => dialog(page, 'Search')
const options = (page: Page) => palette(page).getByRole('option')

test('Ctrl K leads everywhere: what was looked at last, every action, everything in the catalog', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', { ...SHOP, tables: SHOP.tables.slice(0, 20) })
  await openFilled(app, 'target')

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
})
