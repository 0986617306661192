import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { datasetRow, dialog, findDataset, messages, openFilled, part, rows, undo, view } from './harness/steps.ts'

const NAMES = ['stg_orders', 'stg_parcels', 'fct_orders', 'fct_parcels', 'dim_customers']
const SHOP: Project = {
  name: 'shop',
  tables: NAMES.map((name): Table => ({ name, schema: 'shop', columns: { id: 'integer' } })),
}

const tick = (page: Page, name: string): Locator => datasetRow(page, `shop.${name}`).getByRole('checkbox')
const changes = (page: Page): Locator => rows(page, 'Changes')

test('sets a field on what is ticked, after showing exactly what changes; one undo takes it back', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  expect(app.command('--book', 'shop.stewardbook', 'set', 'dataset', 'fct_orders', 'ownerTeam=Finance').code).toBe(0)
  await expect(view(page, 'No owner')).toHaveText('No owner4')

  await tick(page, 'dim_customers').click()
  await tick(page, 'stg_orders').click({ modifiers: ['Shift'] })
  const foot = page.locator('.list .foot')
  await expect(foot).toContainText('4 ticked')
  await tick(page, 'fct_parcels').click()
  await expect(foot).toContainText('3 ticked')
  await foot.getByRole('button', { name: 'Edit' }).click()

  const form = dialog(page, 'Edit 3 datasets')
  await expect(form.getByRole('button', { name: 'Show what changes' })).toBeDisabled()
  await form.getByLabel('Owner team').fill('Commerce')
  await form.getByRole('button', { name: 'Another field' }).click()
  await form.getByLabel('Field').nth(1).selectOption({ label: 'Tier' })
  await form.getByLabel('Tier', { exact: true }).selectOption('gold')
  await form.getByRole('button', { name: 'Show what changes' }).click()

  await expect(form.getByRole('status')).toHaveText('On 3 datasets: 5 empty fields filled, 1 decision overruled.')
  await expect(changes(page).first()).toContainText('Finance')
  await expect(changes(page).first()).toContainText('overrules')
  await changes(page).first().getByRole('button', { name: 'Leave out fct_orders' }).click()
  await expect(form.getByRole('status')).toHaveText('On 2 datasets: 4 empty fields filled.')
  await expect(changes(page)).toHaveCount(4)
  await form.getByLabel('Reason').fill('spring clean')
  await form.getByRole('button', { name: 'Set 4 values' }).click()
  await expect(messages(page)).toContainText('4 values set.')
  await expect(view(page, 'No owner')).toHaveText('No owner2')
  await expect(foot).not.toContainText('ticked')

  await undo(page, '4 values set.')
  await expect(view(page, 'No owner')).toHaveText('No owner4')
  await messages(page).getByRole('button', { name: 'Redo' }).click()
  await expect(view(page, 'No owner')).toHaveText('No owner2')

  // One value is decided anew; the rest is undone from where it is recorded, not from the message.
  expect(app.command('--book', 'shop.stewardbook', 'set', 'dataset', 'stg_orders', 'tier=silver').code).toBe(0)
  await app.goInside('Settings')
  await page.getByRole('link', { name: 'Journal', exact: true }).click()
  const entries = page.locator('.journal > li')
  await expect(entries.nth(1)).toContainText('change undone')
  await expect(entries.nth(2)).toContainText('undone since')
  await expect(entries.nth(2).getByRole('button')).toHaveCount(0)
  await entries.nth(1).getByRole('button', { name: 'Undo' }).press('Enter')
  const asked = dialog(page, 'Undo this change')
  await expect(asked.getByRole('status')).toContainText(
    '3 values of 2 datasets go back to what stood before. 1 value stays: it was decided anew since.',
  )
  await expect(rows(page, 'What the undo changes')).toHaveCount(4)
  await expect(rows(page, 'What the undo changes').last()).toContainText('stays: set by')
  await asked.getByLabel('Reason').fill('the wrong team')
  await asked.getByRole('button', { name: 'Undo 3 values' }).click()
  await expect(messages(page)).toContainText('3 values undone. What stood before stands again.')
  await expect(entries.nth(0)).toContainText('3 values')
  await expect(entries.nth(2)).toContainText('undone since')

  await findDataset(page, 'customers', 'dim_customers')
  await part(page, 'History').click()
  const steps = page.locator('.history > li')
  await expect(steps.first()).toContainText('the wrong team')
  await expect(steps.nth(1)).toContainText('undone since')
  await steps.first().getByRole('button', { name: 'Undo the change' }).click()
  await dialog(page, 'Undo this change').getByRole('button', { name: 'Undo 3 values' }).click()
  await expect(steps).toHaveCount(6)
  await expect(steps.nth(1)).toContainText('undone since')
})

test('by keyboard alone, on everything a filter finds; what changed meanwhile is shown before anything is set', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await view(page, 'No owner').click()
  await page.getByRole('grid', { name: 'Datasets' }).focus()
  await page.keyboard.press('Control+a')
  const foot = page.locator('.list .foot')
  await expect(foot).toContainText('5 ticked')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(foot).toContainText('4 ticked')
  await page.keyboard.press('x')
  await page.keyboard.press('Escape')
  await expect(foot).toContainText('5 ticked')
  await page.keyboard.press('e')
  const form = dialog(page, 'Edit 5 datasets')
  await expect(form.getByLabel('Owner team')).toBeFocused()
  await page.keyboard.type('Data')
  await page.keyboard.press('Enter')
  await expect(form.getByRole('status')).toHaveText('On 5 datasets: 5 empty fields filled.')

  expect(app.command('--book', 'shop.stewardbook', 'set', 'dataset', 'dim_customers', 'ownerTeam=CRM').code).toBe(0)
  await expect(form.getByRole('status')).toHaveText('On 4 datasets: 4 empty fields filled.')
  await form.getByRole('button', { name: 'Set 4 values' }).press('Enter')
  await expect(messages(page)).toContainText('4 values set.')
  await expect(page.getByText('0 of 5 match no owner.')).toBeVisible()
})

test('looks of a bulk edit', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await page.getByRole('checkbox', { name: 'Tick all' }).click()
  await tick(page, 'fct_orders').click()
  await expect(page.locator('.list .foot')).toContainText('4 ticked')
  await app.inspectLooks('catalog-ticked', testInfo)
  await page.locator('.list .foot').getByRole('button', { name: 'Edit' }).click()
  const form = dialog(page, 'Edit 4 datasets')
  await form.getByLabel('Owner team').fill('Commerce')
  await form.getByRole('button', { name: 'Another field' }).click()
  await form.getByLabel('Field').nth(1).selectOption({ label: 'Tags' })
  await form.getByRole('combobox', { name: 'Tags' }).fill('core')
  await page.keyboard.press('Enter')
  await expect(form.getByRole('button', { name: 'Show what changes' })).toBeEnabled()
  await app.inspectLooks('bulk-edit', testInfo)
  await form.getByRole('button', { name: 'Show what changes' }).click()
  await expect(form.getByRole('status')).toContainText('On 4 datasets')
  await app.inspectLooks('bulk-edit-preview', testInfo)
})
