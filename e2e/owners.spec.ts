import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { dialog, messages, openBook, rows, undo } from './harness/steps.ts'

const BOOK = ['--book', 'shop.stewardbook']
const lineOf = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Owners' })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
const press = (within: Locator, name: string): Promise<void> => within.getByRole('button', { name, exact: true }).click()

test('somebody known by name alone has left: everything they hold is shown and given over, names are merged and taken apart', async ({
  app,
}, testInfo) => {
  const { page } = app
  const run = (...args: readonly string[]): string => {
    const { code, stdout, stderr } = app.command(...BOOK, ...args)
    expect(code, stderr).toBe(0)
    return stdout
  }
  app.write('datasets.csv', 'name,owner,steward\norders,Ann,Ann\nparcels,Fin,\nstock,Finance,\n')
  app.write('terms.csv', 'name,owner\nMargin,Ann\n')
  app.write('domains.csv', 'domain,owner\nSales,Ann\n')
  expect(app.command('book', 'create', 'shop.stewardbook', '--name', 'Shop').code).toBe(0)
  run('import', 'datasets', 'datasets.csv', '--source', 'list')
  run('import', 'glossary', 'terms.csv', '--source', 'glossary')
  run('import', 'domains', 'domains.csv', '--source', 'domains')
  await openBook(app, 'shop.stewardbook')
  await app.go('/settings?section=owners')

  await press(lineOf(page, 'Ann'), 'Has left')
  await expect(messages(page)).toContainText('Ann has left.')
  await expect(lineOf(page, 'Ann')).toContainText('has left')
  await expect(lineOf(page, 'Ann').getByRole('link', { name: 'Ann', exact: true })).toBeVisible()
  await expect(lineOf(page, 'Ann')).toContainText('1 glossary term')
  await app.goInside('Home')
  await page.getByRole('link', { name: /Owners who left/ }).click()
  await expect(page.getByText('1 owner who left and still holds something.')).toBeVisible()

  await press(lineOf(page, 'Ann'), 'Give over')
  const giving = dialog(page, 'Give over what Ann holds')
  await giving.getByLabel('To', { exact: true }).fill('Bo')
  await press(giving, 'Show what changes')
  await expect(giving.getByRole('status')).toHaveText('4 values on 3 things.')
  await expect(rows(page, 'Changes')).toHaveCount(4)
  await expect(rows(page, 'Changes').first()).toContainText(/Ann.*Bo/)
  await app.inspectLooks('owners-give-over', testInfo)
  await giving.getByRole('button', { name: 'Leave out Margin' }).click()
  await expect(giving.getByRole('status')).toHaveText('3 values on 2 things.')
  await press(giving, 'Bring back')
  // Another program gives Ann one more.
  run('set', 'dataset', 'stock', 'steward=Ann')
  await expect(giving.getByRole('status')).toHaveText('5 values on 4 things, 1 decision overruled.')
  await giving.getByLabel('Reason').fill('Ann has left')
  await press(giving, 'Give over 5 values')
  await expect(page.getByText('Nobody who left holds anything.')).toBeVisible()
  expect(run('list', 'owners', '--left')).toContain('No owner fits.')
  await undo(page, '5 values given to Bo.')
  await expect(lineOf(page, 'Ann')).toContainText('1 domain')

  await page.getByRole('link', { name: 'Show all owners' }).click()
  await page.getByRole('searchbox', { name: 'Filter owners' }).fill('fin')
  await expect(page.getByRole('region', { name: 'Owners' }).getByRole('row')).toHaveCount(3)
  await press(lineOf(page, 'Fin'), 'Merge')
  const merging = dialog(page, 'Merge Fin')
  await merging.getByLabel('Into').fill('Finance')
  await press(merging, 'Show what changes')
  await expect(rows(page, 'Changes')).toHaveCount(1)
  await press(merging, 'Merge')
  await expect(lineOf(page, 'Fin')).toContainText('reads Finance')
  await press(lineOf(page, 'Fin'), 'Take apart')
  await expect(rows(page, 'Changes')).toHaveText([/parcels.*Finance.*Fin/])
  await press(dialog(page, 'Take Fin and Finance apart'), 'Take apart')
  await expect(messages(page)).toContainText('1 thing reads Fin again.')
  await expect(lineOf(page, 'Fin')).not.toContainText('reads')

  await page.getByRole('searchbox', { name: 'Filter owners' }).fill('')
  await page.getByRole('button', { name: 'Owner', exact: true }).click()
  await dialog(page, 'New owner').getByLabel('Name').fill('Logistics')
  await dialog(page, 'New owner').getByLabel('Team or person').selectOption('team')
  await page.keyboard.press('Enter')
  await expect(lineOf(page, 'Logistics')).toContainText('team')
  await app.inspectLooks('owners', testInfo)
  await page.getByRole('button', { name: 'Delete Logistics' }).click()
  await press(dialog(page, 'Delete “Logistics”'), 'Delete')
  await expect(lineOf(page, 'Logistics')).toHaveCount(0)
})
