import { expect, test } from './harness/app.ts'
import { type Project, writeProject } from './harness/project.ts'
import { apply, dialog, findDataset, openFilled, part, pick, rows, tally } from './harness/steps.ts'

const SHOP: Project = {
  name: 'shop',
  tables: [
    { name: 'payments', kind: 'source', schema: 'raw', columns: { id: 'integer', amount: 'numeric' } },
    {
      name: 'orders',
      schema: 'staging',
      columns: { order_id: 'integer', total: 'numeric', note: 'text' },
      ofColumns: { masking_policy: 'last four' },
      from: ['payments'],
    },
    { name: 'revenue', schema: 'marts', columns: { total: 'numeric', share: 'numeric' }, from: ['orders'] },
  ],
}
const LINKS = [
  'source_table_full_name,source_column_name,target_table_full_name,target_column_name',
  'warehouse.raw.payments,id,warehouse.staging.orders,order_id',
  'warehouse.raw.payments,amount,warehouse.staging.orders,total',
  'warehouse.raw.payments,fee,warehouse.staging.orders,total',
  'warehouse.staging.orders,total,warehouse.marts.revenue,total',
  'warehouse.staging.orders,total,warehouse.marts.revenue,share',
  'warehouse.staging.orders,total,warehouse.marts.revenue,share',
]

test('a list of links leads from a column to where it comes from and what it feeds, and is taken back', async ({ app }, testInfo) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  app.write('lists/links.csv', `${LINKS.join('\n')}\n`)
  await openFilled(app, 'target')
  await app.goInside('Sources')
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await page.getByRole('button', { name: 'Links', exact: true }).click()
  await page.getByLabel('Name of the source').fill('warehouse lineage')
  await page.getByRole('button', { name: /^From / }).click()
  await pick(page, 'lists/links.csv', 'Look at it')
  await expect(page.getByRole('heading', { name: /^New source/ })).toBeVisible()
  // Three names, two links between datasets, five between columns.
  await expect(tally(page, 'Added')).toContainText('10')
  await expect(page.getByText('warehouse.raw.payments.amount').first()).toBeVisible()
  await app.inspectLooks('links-import', testInfo)
  await page.getByRole('button', { name: /^Import summary/ }).click()
  await page.getByRole('button', { name: /^why/i }).click()
  await expect(page.getByText('the link is told twice, first in row 6')).toBeVisible()
  await apply(page)

  await findDataset(page, 'orders', 'orders')
  await part(page, 'Columns').click()
  const columns = rows(page, 'Columns')
  await expect(columns).toHaveText([/order_id.*1/, /total.*22/, /note/])
  await app.inspectLooks('links-columns', testInfo)
  await columns.filter({ hasText: 'total' }).click()
  const drawer = page.getByRole('complementary', { name: 'Column total' })
  await expect(drawer.getByRole('region', { name: 'Comes from 2' }).getByRole('listitem')).toHaveText([
    /^amountraw\.paymentstold by warehouse lineage$/,
    /^feeraw\.paymentsno source tells of this column; told by warehouse lineage$/,
  ])
  const feeds = drawer.getByRole('region', { name: 'Feeds 2' })
  await expect(feeds.getByRole('listitem')).toHaveText([/^sharemarts\.revenue/, /^totalmarts\.revenue/])
  // What no field is for is kept with the column, folded.
  await drawer.getByText('shop', { exact: true }).click()
  await expect(drawer.getByText('masking_policy')).toBeVisible()
  await app.inspectLooks('links-column', testInfo)

  // Along a link by keyboard, and back.
  await feeds.getByRole('link', { name: /^share/ }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'revenue' })).toBeVisible()
  await expect(page).toHaveURL(/tab=columns&col=share/)
  const share = page.getByRole('complementary', { name: 'Column share' })
  await expect(share.getByRole('listitem').filter({ hasText: 'staging.orders' })).toHaveCount(1)
  await expect(share.getByRole('region', { name: /^Feeds/ })).toHaveCount(0)
  await part(page, 'Lineage').click()
  await expect(page.locator('.foot')).toContainText('2 nodes, 1 link')
  await page.getByRole('button', { name: 'Open further: 1 more neighbour upstream of orders' }).click()
  await expect(page.locator('.foot')).toContainText('3 nodes, 2 links')
  await expect(page.getByRole('button', { name: /^Open further/ })).toHaveCount(0)
  await page.goBack()
  await expect(drawer.getByRole('region', { name: 'Comes from 2' })).toBeVisible()

  const { code, stdout } = app.command('--book', 'shop.stewardbook', 'lineage', 'revenue', '--column', 'share', '--direction', 'up')
  expect([code, stdout]).toEqual([0, expect.stringContaining('fee (not known)')])

  await app.go('/sources?tab=imports')
  await page.getByRole('button', { name: 'Undo import 2' }).click()
  await dialog(page, 'Undo import 2').getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(dialog(page)).toBeHidden()
  await findDataset(page, 'orders', 'orders')
  await part(page, 'Columns').click()
  await columns.filter({ hasText: 'total' }).click()
  await expect(drawer).toBeVisible()
  await expect(drawer.getByText('Comes from')).toHaveCount(0)
})
