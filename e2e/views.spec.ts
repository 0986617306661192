import type { Locator, Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { dialog, messages, openFilled, rows, tally, textOf, view } from './harness/steps.ts'

const head = (page: Page, name: string): Locator => page.getByRole('columnheader', { name, exact: true })
const OWNER_WIDTH = 120
const widthOf = async (page: Page, name: string): Promise<number> => Math.round((await head(page, name).boundingBox())?.width ?? 0)
const choose = async (page: Page, column: string): Promise<void> => {
  await page.getByRole('button', { name: 'Columns' }).click()
  await dialog(page, 'Columns').getByLabel(column, { exact: true }).click()
  await page.keyboard.press('Escape')
}
const resetColumns = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('button', { name: 'Columns' }).click()
  await dialog(page, 'Columns').getByRole('button', { name: words }).click()
  await page.keyboard.press('Escape')
}
const expectViewColumns = async (page: Page): Promise<void> => {
  await expect(head(page, 'Rows')).toBeVisible()
  await expect(head(page, 'Checks')).toHaveCount(0)
  // Five steps of 16 pixels.
  await expect.poll(() => widthOf(page, 'Owner')).toBe(OWNER_WIDTH + 80)
}

const saveFile = async (page: Page, item: RegExp): Promise<string> => {
  await page.getByRole('button', { name: 'Import and export' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  return textOf(download)
}

/** What is on screen goes out, with its columns; then what is ticked; then what the import changed. */
async function expectExports(app: App): Promise<void> {
  const { page } = app
  const table = await saveFile(page, /^Export 14 datasets as a table/)
  await expect(messages(page)).toContainText('14 datasets saved as datasets.csv.')
  const columns = ['status', 'hasConflict', 'classification', 'piiColumnCount', 'ownerTeam', 'tier', 'domain', 'rowCount']
  const again = app.command('--book', 'shop.stewardbook', 'export', 'datasets', '--view', 'marts by owner', '--columns', columns.join(','))
  expect(table).toBe(again.stdout)
  await rows(page, 'Datasets').nth(1).getByRole('checkbox').check()
  const ticked = JSON.parse(await saveFile(page, /^Export 1 ticked as JSON/)) as { count: number }
  expect(ticked.count).toBe(1)
  await page.keyboard.press('Escape')
  await app.go('/sources/imports/1?tab=changes')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()])
  expect(await textOf(download)).toBe(app.command('--book', 'shop.stewardbook', 'export', 'changes', '1').stdout)
  // What narrows it is in the address: read again it is as it was, and going back takes it off.
  await tally(page, 'Added').click()
  const byName = page.getByRole('searchbox', { name: 'Filter by name' })
  await byName.fill('orders FCT')
  await expect(page).toHaveURL(/change=added&text=orders/)
  await page.reload()
  await expect(byName).toHaveValue('orders FCT')
  await expect(tally(page, 'Added')).toHaveAttribute('aria-pressed', 'true')
  await expect(rows(page, 'Changes').first()).toContainText('fct_orders')
  await page.goBack()
  await expect(byName).toHaveValue('')
  await expect(tally(page, 'All changes')).toHaveAttribute('aria-pressed', 'true')
  await page.goBack()
  await expectViewColumns(page)
}

test('a narrowed list is kept as a view: in the file, as an address, and taken away with a way back', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', { ...SHOP, tables: SHOP.tables.slice(0, 20) })
  await openFilled(app, 'target')
  await expect(page.getByRole('button', { name: 'Save view' })).toHaveCount(0)

  await page.getByRole('complementary', { name: 'Facets' }).getByLabel(/marts/).check()
  await head(page, 'Owner').getByRole('button').click()
  for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowRight')
  for (const column of ['Rows', 'Checks', 'Last run', 'Type']) await choose(page, column)
  await page.getByRole('button', { name: 'Save view' }).click()
  await dialog(page, 'Save view').getByLabel('Name').fill('Marts by owner')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toContainText('View “Marts by owner” saved.')
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')
  await expect(view(page, 'All')).not.toHaveAttribute('aria-current')
  const address = (await view(page, 'Marts by owner').getAttribute('href')) ?? ''
  await expectViewColumns(page)
  await app.inspectLooks('saved-view', testInfo)

  await view(page, 'All').click()
  await expect(page.locator('.list .foot')).toContainText(/^20 datasets/)
  await resetColumns(page, 'Reset columns and widths')
  await expect(head(page, 'Checks')).toBeVisible()
  await expect.poll(() => widthOf(page, 'Owner')).toBe(OWNER_WIDTH)
  await app.go(address)
  await expect(page.locator('.list .foot')).toContainText('14 of 20 datasets')
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')
  await expectViewColumns(page)

  // A change to the columns is neither the view's nor one's own.
  await head(page, 'Owner').getByRole('button').focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await choose(page, 'Tier')
  await expect(page.getByRole('button', { name: 'Save view' })).toBeVisible()
  await expect(view(page, 'Marts by owner')).not.toHaveAttribute('aria-current')
  // Into the address a moment later: widths change faster than addresses may.
  await expect(page).not.toHaveURL(/[=.]tier/)
  await page.reload()
  await expect(head(page, 'Rows')).toBeVisible()
  await expect(head(page, 'Tier')).toHaveCount(0)
  await view(page, 'Marts by owner').click()
  await expectViewColumns(page)
  await choose(page, 'Tier')
  await resetColumns(page, 'Back to your own columns')
  await expect(head(page, 'Checks')).toBeVisible()
  await expect(head(page, 'Rows')).toHaveCount(0)
  // The address follows a moment later.
  await expect(page).not.toHaveURL(/cols=/)
  await view(page, 'Marts by owner').click()
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')
  expect(app.command('--book', 'shop.stewardbook', 'list', 'views').stdout).toContain('Marts by owner')
  const listed = app.command('--book', 'shop.stewardbook', 'list', 'datasets', '--view', 'marts by owner').stdout
  expect(listed).toContain('14 datasets')
  await expectExports(app)

  // What is on screen is handed on as a link, and opened from a text it stands in.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy a link to this screen' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(`stewardbook:${address}`)
  await app.goInside('Home')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search the catalog' }).fill('open a link')
  await dialog(page)
    .getByRole('option', { name: /Open a link/ })
    .click()
  const opening = dialog(page, 'Open a link')
  await opening.getByLabel('Link', { exact: true }).fill('the marts, please')
  await expect(opening).toContainText('There is no link in this')
  await opening.getByLabel('Link', { exact: true }).fill(`The marts, please: ${link}`)
  await app.inspectLooks('open-link', testInfo)
  await page.keyboard.press('Enter')
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')

  await page.getByRole('button', { name: 'Remove the view Marts by owner' }).click()
  await expect(view(page, 'Marts by owner')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Save view' })).toBeVisible()
  await messages(page).getByRole('button', { name: 'Undo' }).last().click()
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')

  await view(page, 'No owner').click()
  await page.getByRole('button', { name: 'Save view' }).click()
  const saving = dialog(page, 'Save view')
  await saving.getByLabel('Name').fill('Marts by owner')
  await expect(saving).toContainText('There is a view “Marts by owner” already')
  await saving.getByRole('button', { name: 'Replace' }).click()
  await expect(messages(page)).toContainText('View “Marts by owner” replaced.')
  await expect(page).toHaveURL(/gap=/)
  await expect(view(page, 'Marts by owner')).toHaveAttribute('aria-current', 'page')
  await page.locator('.toast', { hasText: 'replaced' }).getByRole('button', { name: 'Undo' }).click()
  // The view is what it was; what is on screen is another list.
  await expect(view(page, 'Marts by owner')).not.toHaveAttribute('aria-current')
  await view(page, 'Marts by owner').click()
  await expect(page.locator('.list .foot')).toContainText('14 of 20 datasets')
})
