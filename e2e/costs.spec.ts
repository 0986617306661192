import { expect, test, type App } from './harness/app.ts'
import { tabTo } from './harness/keyboard.ts'
import { type Project, writeProject } from './harness/project.ts'
import { click, inspectScreens, settled } from './harness/screens.ts'
import { apply, dialog, field, messages, openBook, openFilled, pick, rows, tally, textOf } from './harness/steps.ts'

const SHOP: Project = { name: 'shop', tables: [{ name: 'fct_orders', schema: 'shop', columns: { id: 'integer' } }] }
const BOOK = ['--book', 'shop.stewardbook']
const HEAD = 'day,pipeline,dataset,component,amount,currency,description'
const BILL = [
  HEAD,
  '2026-01-31,load_orders,shop.fct_orders,compute,1.25,USD,',
  '2026-01-31,load_orders,shop.fct_orders,storage,0.25,USD,',
  '2026-01-31,,,,0.50,USD,support',
  '2026-02-28,load_orders,shop.fct_orders,compute,4.000000000001,USD,',
  '2026-02-28,mart,,egress,2,USD,',
  '2026-03-01,mart,,compute,1,USD,',
  '2026-03-01,mart,,compute,ten,USD,',
]
const OTHER_BILL = [HEAD, '2026-02-28,mart,,compute,-1,EUR,credit', '2026-02-28,load_orders,,compute,0.001,EUR,']

test('a list of costs is read by month and by pipeline down to its rows, goes out, and is taken back', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await app.goInside('Costs')
  await expect(page.getByText('No costs yet')).toBeVisible()
  await app.inspectLooks('costs-empty', testInfo)
  await page.getByRole('link', { name: 'Import a list of costs' }).click()
  await bring(app, 'bill', BILL)
  await expect(page.getByRole('region', { name: 'Amounts' }).getByRole('row').last()).toHaveText(
    /bill\.csv\s*USD\s*9\.000000000001\s*9\.000000000001\s*0\.00\s*0/,
  )
  await app.inspectLooks('costs-import', testInfo)
  await page.getByRole('button', { name: 'Changes' }).click()
  await expect(page.getByText(/^6 cost entries, runs or run results change/)).toBeVisible()
  await expect(tally(page, 'Added')).toContainText('6')
  await apply(page)

  await page.getByRole('link', { name: 'Open the costs' }).click()
  const groups = rows(page, 'Costs by pipeline')
  await expect(groups).toHaveText([/load_orders5\.50361\.1%/, /mart3\.00233\.3%/, /No pipeline named0\.5015\.6%/])
  await expect(page.locator('.foot')).toContainText('3 groupsUSD 9.00 in 6 entries')
  await expect(page.getByRole('img', { name: /^Costs a month in/ })).toHaveAccessibleName(
    'Costs a month in USD: January 2026 2.00; February 2026 6.00; March 2026 1.00, not whole',
  )
  await settled(page)

  // A click on a month narrows the page to it; another takes that off.
  await page.locator('.recharts-bar-rectangle').first().click()
  await expect(page).toHaveURL(/month=2026-01/)
  await expect(groups).toHaveText([/load_orders1\.50275\.0%/, /No pipeline named0\.50125\.0%/])
  await expect(page.locator('.foot')).toContainText('USD 2.00 in 3 entries, January 2026')
  await app.inspectLooks('costs-month', testInfo)
  await page.getByRole('navigation', { name: 'Costs by' }).getByRole('link', { name: 'Component' }).click()
  await expect(rows(page, 'Costs by component')).toHaveText([/Compute1\.25/, /No component said0\.50/, /Storage0\.25/])
  await page.reload()
  await rows(page, 'Costs by component').getByRole('link', { name: 'No component said' }).click()
  await expect(rows(page, 'Cost entries')).toHaveText(/2026-01-310\.50bill\.csvrow 4.*support/)
  await page.getByRole('button', { name: 'All components' }).click()
  await expect(rows(page, 'Costs by component')).toHaveCount(3)
  await page.locator('.recharts-bar-rectangle').first().click()
  await expect(page).not.toHaveURL(/month=/)

  // As a table, which the keyboard reaches.
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Months' }).getByRole('row').nth(1)).toHaveText(/^March 2026 not whole1\.00.*1\.001$/)
  await app.inspectLooks('costs-table', testInfo)
  await page.getByRole('button', { name: 'February 2026' }).press('Enter')
  await expect(page).toHaveURL(/month=2026-02/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/month=/)

  await app.go('/catalog/dataset?key=model.shop.fct_orders')
  await field(page, 'Cost a month').getByRole('link', { name: 'USD 4.00' }).click()
  await expect(rows(page, 'Cost entries')).toHaveText(/2026-02.*4\.00/)
  await expect(page.getByRole('combobox', { name: 'Month' })).toHaveValue('2026-02')
  await page.keyboard.press('Escape')
  await expect(rows(page, 'Costs by dataset')).toHaveText([/shop\.fct_orders4\.00/, /No dataset named2\.00/])

  // What is in another currency is looked at by itself.
  await app.go('/sources/import?format=costs')
  await bring(app, 'other', OTHER_BILL)
  await apply(page)
  await app.goInside('Costs')
  await expect(page.locator('.foot')).toContainText('USD 9.00 in 6 entries')
  await page.getByRole('button', { name: 'EUR' }).click()
  await expect(groups).toHaveText([/load_orders< 0\.011—/, /mart−1\.001—/])
  await settled(page)

  await app.go('/sources?tab=imports')
  for (const importId of [3, 2]) {
    await page.getByRole('button', { name: `Undo import ${importId}` }).click()
    await dialog(page, `Undo import ${importId}`).getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(dialog(page)).toBeHidden()
  }
  await app.goInside('Costs')
  await expect(page.getByText('No costs yet')).toBeVisible()
  expect(app.command(...BOOK, 'book', 'verify').code).toBe(0)
})

test('costs by keyboard: to the screen, a month, a group, its row, and out as a file', async ({ app }, testInfo) => {
  const { page } = app
  await openEmpty(app)
  await app.go('/sources/import?format=costs')
  await bring(app, 'bill', BILL)
  await apply(page)

  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search the catalog' }).fill('costs')
  await expect(dialog(page).getByRole('option', { name: /Go to Costs/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await expect(rows(page, 'Costs by pipeline')).toHaveCount(3)
  await tabTo(page, page.getByRole('combobox', { name: 'Month' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page).toHaveURL(/month=2026-02/)
  await expect(rows(page, 'Costs by pipeline')).toHaveCount(2)
  await tabTo(page, page.getByRole('grid', { name: 'Costs by pipeline' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/group=load_orders/)
  const entries = page.getByRole('grid', { name: 'Cost entries' })
  await expect(entries).toBeFocused()
  await expect(rows(page, 'Cost entries')).toHaveText(/2026-02-284\.00bill\.csvrow 5shop\.fct_ordersCompute—/)
  await expect(rows(page, 'Cost entries').getByTitle('USD 4.000000000001')).toBeVisible()
  await expect(page.locator('.foot')).toContainText('1 entryUSD 4.00, February 2026')
  await app.inspectLooks('costs-entries', testInfo)

  await tabTo(page, page.getByRole('button', { name: 'Import and export' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^Import a list/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /^Export what is shown/ })).toBeFocused()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect((await textOf(download)).split('\r\n').slice(0, 3)).toEqual([
    HEAD,
    '2026-02-28,load_orders,shop.fct_orders,compute,4.000000000001,USD,',
    '',
  ])
  await expect(messages(page)).toContainText('1 cost entry saved as costs.csv.')

  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid', { name: 'Costs by pipeline' })).toBeFocused()
  await expect(rows(page, 'Costs by pipeline').and(page.locator('[aria-selected="true"]'))).toContainText('load_orders')
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/month=/)
  await page.keyboard.press('Enter')
  await expect(rows(page, 'Cost entries')).toHaveCount(3)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Import 1 of bill' })).toBeVisible()
})

test('looks of two years of costs', async ({ app }, testInfo) => {
  test.skip(process.env['STEWARDBOOK_LONG'] !== '1', 'pictures of a large list: part of npm run test:long')
  const { page } = app
  await openEmpty(app)
  await app.go('/sources/import?format=costs')
  await bring(app, 'two_years_of_the_warehouse_bill_of_the_northern_region', twoYears())
  await app.inspectLooks('many-costs-import', testInfo)
  await apply(page)
  await app.inspectLooks('many-costs-receipt', testInfo)
  await inspectScreens(
    app,
    {
      'many-costs': { path: '/costs', shows: 'clickstream_sessions' },
      'many-costs-month': { path: '/costs?per=dataset&month=2026-05', shows: 'No dataset named' },
      'many-costs-component': { path: '/costs?per=component', shows: 'Storage' },
      'many-costs-entries': { path: '/costs?group=clickstream_sessions', shows: 'row 2' },
      'many-costs-component-entries': { path: '/costs?per=component&group=egress&month=2026-05', shows: '2026-05' },
      'many-costs-nothing': { path: '/costs?month=2020-01', shows: 'Show all months' },
      'many-costs-hover': {
        path: '/costs?hover',
        shows: 'clickstream_sessions',
        open: (of) => of.locator('.recharts-bar-rectangle').nth(9).hover(),
      },
      'many-costs-table': { path: '/costs', shows: 'June 2026', open: click('Table') },
    },
    testInfo,
  )
})

/** 22 months of a bill with long names, a gap, credits and a month that is not whole. */
function twoYears(): string[] {
  const pipelines = [
    'clickstream_sessions',
    'orders_daily',
    'inventory_snapshot',
    'customer_360',
    'finance_close',
    'marketing_attribution_of_the_northern_region_by_campaign_and_channel',
    ...Array.from({ length: 12 }, (_, index) => `load_${index + 1}`),
    '',
  ]
  const months = Array.from({ length: 22 }, (_, index) => new Date(Date.UTC(2024, 8 + index, 1)).toISOString().slice(0, 7)).filter(
    (month) => month !== '2025-03',
  )
  const lines = months.flatMap((month, at) =>
    pipelines.flatMap((pipeline, rank) =>
      ['compute', 'storage', 'egress', 'licence', ''].map((component, part) => {
        const amount = (12_000 / (rank + 1) / (part + 1)) * (1 + at / 30) * (month === '2026-06' ? 0.4 : 1)
        return `${month === '2026-06' ? '2026-06-12' : month},${pipeline},${rank % 3 === 0 ? '' : `core.${pipeline}`},${component},${amount.toFixed(4)},USD,${rank === 0 ? 'warehouse of the north' : ''}`
      }),
    ),
  )
  return [HEAD, ...lines]
}

async function openEmpty(app: App): Promise<void> {
  expect(app.command('book', 'create', 'shop.stewardbook', '--name', 'Shop').code).toBe(0)
  await openBook(app, 'shop.stewardbook')
}

/** Chooses a list of costs where an import begins, and waits for the preview. */
async function bring(app: App, name: string, lines: readonly string[]): Promise<void> {
  const { page } = app
  app.write(`lists/${name}.csv`, `${lines.join('\n')}\n`)
  await page.getByLabel('Name of the source').fill(name)
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, `lists/${name}.csv`, 'Look at it')
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
}
