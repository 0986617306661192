import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { datasetRow, openFilled, rows } from './harness/steps.ts'

const list = (page: Page) => page.getByRole('grid', { name: 'Datasets' })
const scrolledTo = (page: Page): Promise<number> => list(page).evaluate((element) => element.scrollTop)

test('a reload keeps the screen, its tab and its filters', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  const key = encodeURIComponent('dbt:shop/model.shop.fct_orders')
  const screens: Record<string, RegExp | string> = {
    [`/catalog/dataset?key=${key}&tab=columns&col=amount`]: 'No check looks at this column',
    '/catalog?text=mart_revenue': '6 of 54 datasets',
    '/sources/imports/1?tab=changes': /^\d+ lines\b/,
    '/settings?section=journal': 'file created',
  }
  for (const [path, shows] of Object.entries(screens)) {
    await app.go(path)
    await expect(page.getByText(shows).first()).toBeVisible()
    const address = page.url()
    expect(new URL(address).hash).toBe('')
    await page.reload()
    await expect(page.getByText(shows).first()).toBeVisible()
    expect(page.url()).toBe(address)
  }
})

test('back and forward keep filters, order and place in the list', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  const facets = page.getByRole('complementary', { name: 'Facets' })
  await facets.getByLabel(/^marts/).check()
  await expect(page.getByText('48 of 54 datasets')).toBeVisible()
  await page.getByRole('columnheader', { name: 'Dataset' }).getByRole('button').first().click()
  await expect(rows(page, 'Datasets').first()).toContainText('mart_suppliers_weekly')
  await list(page).hover()
  await page.mouse.wheel(0, 500)
  await expect.poll(() => scrolledTo(page)).toBe(500)

  await datasetRow(page, 'marts.mart_revenue_weekly').getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: 'marts.mart_revenue_weekly' })).toBeVisible()
  await page.goBack()
  await expect(facets.getByLabel(/^marts/)).toBeChecked()
  await expect(page.getByText('48 of 54 datasets')).toBeVisible()
  await expect.poll(() => scrolledTo(page)).toBe(500)
  await page.goForward()
  await expect(page.getByRole('heading', { level: 1, name: 'marts.mart_revenue_weekly' })).toBeVisible()
  await page.goBack()
  await page.goBack()
  await expect(rows(page, 'Datasets').first()).toContainText('mart_baskets')
  await page.goBack()
  await expect(facets.getByLabel(/^marts/)).not.toBeChecked()
  await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()
})

test('when the program has ended, the window says so, and what was saved is there at the next start', async ({ app }, testInfo) => {
  const { page } = app
  app.expectComplaint(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|This screen could not be read/,
  )
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await app.stop()
  await expect(page.getByRole('heading', { name: 'This window’s session has ended' })).toBeVisible()
  await app.inspectLooks('ended', testInfo)
  await app.restart()
  await page.getByRole('button', { name: /^Shop shop\.stewardbook in/ }).click()
  await app.goInside('Catalog')
  await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()
})

test('a screen that can’t be read says so and is read anew; when that is because the program ended, that is said', async ({ app }) => {
  const { page } = app
  app.expectComplaint(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_FAILED|This screen could not be read/,
  )
  writeProject(app, 'target', SHOP)
  await page.route('**/assets/costs-screen-*.js', (route) => route.abort())
  await openFilled(app, 'target')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(page.getByText('This screen could not be read.')).toBeVisible()
  await page.unroute('**/assets/costs-screen-*.js')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Costs' })).toBeVisible()

  await app.goInside('Catalog')
  let ended = (): void => {}
  const end = new Promise<void>((resolve) => (ended = resolve))
  await page.route('**/assets/catalog-screen-*.js', (route) => end.then(() => route.abort()))
  await page.reload()
  await app.stop()
  ended()
  await expect(page.getByRole('heading', { name: 'This window’s session has ended' })).toBeVisible()
})
