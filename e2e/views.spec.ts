import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, openFilled } from './harness/steps.ts'

const tab = (page: Page, name: string): Locator => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })
const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' })

test('a narrowed list is kept as a view: in the file, as an address, and taken away with a way back', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', { ...SHOP, tables: SHOP.tables.slice(0, 20) })
  await openFilled(app, 'target')
  await expect(page.getByRole('button', { name: 'Save view' })).toHaveCount(0)

  await page.getByRole('complementary', { name: 'Facets' }).getByLabel(/marts/).check()
  await page.getByRole('columnheader', { name: 'Owner' }).getByRole('button').click()
  await page.getByRole('button', { name: 'Save view' }).click()
  await dialog(page, 'Save view').getByLabel('Name').fill('Marts by owner')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toContainText('View “Marts by owner” saved.')
  await expect(tab(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')
  await expect(tab(page, 'All')).not.toHaveAttribute('aria-current')
  const address = (await tab(page, 'Marts by owner').getAttribute('href')) ?? ''
  await app.inspectLooks('saved-view', testInfo)

  await tab(page, 'All').click()
  await expect(page.locator('.list .foot')).toContainText('20 datasets')
  await app.go(address)
  await expect(page.locator('.list .foot')).toContainText('14 of 20 datasets')
  await expect(tab(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')

  await page.getByRole('button', { name: 'Remove the view Marts by owner' }).click()
  await expect(tab(page, 'Marts by owner')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Save view' })).toBeVisible()
  await messages(page).getByRole('button', { name: 'Undo' }).last().click()
  await expect(tab(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')

  await tab(page, 'No owner').click()
  await page.getByRole('button', { name: 'Save view' }).click()
  await dialog(page, 'Save view').getByLabel('Name').fill('Marts by owner')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Save view')).toContainText('There is a view “Marts by owner” already.')
})
