import type { Page } from '@playwright/test'
import { expect, test } from './harness/app.ts'
import { holdAnswer } from './harness/call.ts'
import { type Project, type Table, writeProject } from './harness/project.ts'
import { messages, openFilled, view } from './harness/steps.ts'

const TEAMS = ['Commerce', 'CRM', 'Logistics']
/** Every dataset names its team in meta, none its tier; the names say that. */
const UNTIDY: Project = {
  name: 'shop',
  tables: [
    'stg_orders',
    'stg_customers',
    'stg_parcels',
    'int_orders',
    'fct_orders',
    'fct_parcels',
    'dim_customers',
    'dim_products',
    'mart_sales',
  ].map((name, index): Table => ({ name, schema: 'shop', columns: { id: 'integer' }, meta: { team: TEAMS[index % 3], maturity: 'high' } })),
}

const tier = (page: Page, name: string) => page.getByRole('complementary', { name: 'Facets' }).locator('li').filter({ hasText: name })

test('from nothing to owned and tiered in a few clicks; one undo takes all of it back', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', UNTIDY)
  await openFilled(app, 'target')
  await expect(view(page, 'No owner')).toHaveText('No owner9')

  await app.goInside('Sources')
  await page.getByRole('link', { name: 'shop', exact: true }).click()
  await page.getByRole('link', { name: 'Meta keys' }).click()
  const team = page.getByRole('row').filter({ hasText: 'Commerce' })
  await expect(team).toContainText('suggested')
  await expect(page.getByLabel('Field that team fills')).toHaveValue('ownerTeam')
  await expect(page.getByLabel('Field that maturity fills')).toHaveValue('')
  await page.getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(messages(page)).toContainText('1 key mapped')
  await app.goInside('Catalog')
  await expect(view(page, 'No owner')).toHaveText('No owner0')

  await app.goInside('Sources')
  await page.getByRole('link', { name: /^Suggestions/ }).click()
  await expect(page.getByText('Nothing here is applied until you accept it')).toBeVisible()
  // Who has gone on by the time it is answered is told of it all the same, with the way back.
  const answered = await holdAnswer(page, 'suggestions.accept')
  await page.getByRole('button', { name: /^Accept \d+ suggestion/ }).click()
  await expect(page.getByText('Nothing to suggest')).toBeVisible()
  await app.goInside('Catalog')
  await answered()
  await expect(tier(page, 'Gold')).toHaveText(/5$/)
  await expect(tier(page, 'Silver')).toHaveText(/4$/)

  // The mapping before it may still offer its own.
  const accepted = messages(page)
    .locator('.toast')
    .filter({ hasText: /values set/ })
  await accepted.getByRole('button', { name: 'Undo' }).click()
  await expect(messages(page)).toContainText(/\d+ values undone/)
  await expect(tier(page, 'Gold')).toHaveCount(0)
  await expect(view(page, 'No owner')).toHaveText('No owner0')
  await app.goInside('Sources')
  await page.getByRole('link', { name: /^Suggestions/ }).click()
  await expect(page.getByRole('button', { name: /^Accept \d+ suggestion/ })).toBeVisible()
})

test('a suggestion is accepted for some, and the mapping stays for the next import', async ({ app }) => {
  const { page } = app
  const tables = [
    ...UNTIDY.tables,
    ...['mrt_finance_sums', 'mrt_finance_costs'].map((name): Table => ({ name, schema: 'shop', meta: { team: 'CRM' } })),
  ]
  writeProject(app, 'target', { ...UNTIDY, tables })
  await openFilled(app, 'target')
  await app.goInside('Sources')
  await page.getByRole('link', { name: /^Suggestions/ }).click()
  // A link to the narrowed list leads to the narrowed list.
  const filter = page.getByRole('searchbox', { name: 'Filter suggestions' })
  await filter.fill('mrt_ tier')
  await expect(page).toHaveURL(/text=mrt_/)
  await page.reload()
  await expect(filter).toHaveValue('mrt_ tier')
  await expect(page.locator('.suggest > li')).toHaveCount(1)
  await filter.fill('')
  await expect(page).not.toHaveURL(/text=/)
  await expect(page.locator('.suggest > li')).toHaveCount(7)
  await page.getByRole('button', { name: 'Tick none' }).click()
  const suggestion = (because: string) => page.locator('.suggest > li').filter({ hasText: because })
  const tiers = suggestion('the name starts with mrt_')
  await tiers.getByRole('checkbox').first().check()
  await tiers.getByRole('button', { name: 'Which' }).click()
  await tiers.getByRole('checkbox', { name: 'mrt_finance_costs' }).uncheck()
  const values = page.getByText(/^\d+ values?, \d+ values? left out$/)
  await expect(values).toHaveText('1 value, 1 value left out')
  // What is left out of one suggestion is still in the other.
  await suggestion('mrt_[domain]_[metric]').getByRole('checkbox').check()
  await expect(values).toHaveText('3 values, 1 value left out')
  await page.getByRole('button', { name: 'Accept 2 suggestions' }).click()
  await expect(messages(page)).toContainText('3 values set')
  await expect(tiers).toContainText('1 dataset')

  await page
    .getByRole('navigation', { name: 'Parts of Sources' })
    .getByRole('link', { name: /^Sources/ })
    .click()
  await page.getByRole('link', { name: 'shop', exact: true }).click()
  await page.getByRole('link', { name: 'Meta keys' }).click()
  await page.getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(messages(page)).toContainText('1 key mapped')
  // A key that the files leave out for a while stays mapped, whatever else is mapped meanwhile.
  writeProject(app, 'target', { ...UNTIDY, tables: tables.map((table) => ({ ...table, meta: { maturity: 'high' } })) })
  expect(app.command('--book', 'shop.stewardbook', 'refresh', '--all').code).toBe(0)
  await expect(page.getByRole('row').filter({ has: page.getByText('team', { exact: true }) })).toContainText('in no file now')
  await page.getByLabel('Field that maturity fills').selectOption('tier')
  await page.getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(messages(page)).toContainText('2 keys mapped')
  await expect(page.getByRole('row').filter({ has: page.getByText('maturity', { exact: true }) })).toContainText(
    '11 values not understood and left out, such as “high”.',
  )
  const more: Table = { name: 'fct_returns', schema: 'shop', meta: { team: 'Returns' } }
  writeProject(app, 'target', { ...UNTIDY, tables: [...tables, more] })
  expect(app.command('--book', 'shop.stewardbook', 'refresh', '--all').code).toBe(0)
  await app.goInside('Catalog')
  await expect(page.getByText('12 datasets', { exact: true })).toBeVisible()
  await expect(view(page, 'No owner')).toHaveText('No owner0')
  await expect(page.getByText('Returns', { exact: true }).first()).toBeVisible()
})
