import { expect, test } from './harness/app.ts'
import { type Project, writeProject } from './harness/project.ts'
import { openFilled, part } from './harness/steps.ts'

const CHAIN: Project = {
  name: 'shop',
  tables: [
    { name: 'raw_orders', kind: 'source', schema: 'raw' },
    { name: 'stg_orders', schema: 'staging', from: ['raw_orders'] },
    { name: 'fct_orders', schema: 'core', from: ['stg_orders'] },
    { name: 'rpt_orders', schema: 'marts', from: ['fct_orders'] },
  ],
}

test('lineage is walked by the arrow keys and opened by +, SQL tells its words apart, and a run says what the warehouse answered', async ({
  app,
}, testInfo) => {
  const { page } = app
  writeProject(app, 'target', CHAIN)
  await openFilled(app, 'target')
  await app.go('/catalog/dataset?key=model.shop.fct_orders&tab=lineage')
  const graph = page.getByRole('group', { name: 'Lineage, from upstream at the left to downstream at the right' })
  const focused = graph.locator('[data-node]:focus-within')
  await expect(graph.locator('[data-node]')).toHaveCount(3)
  await graph.getByRole('link', { name: /fct_orders/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(focused).toContainText('rpt_orders')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(focused).toContainText('stg_orders')
  await expect(graph).not.toContainText('raw_orders')
  await page.keyboard.press('+')
  await expect(graph.locator('[data-node]')).toHaveCount(4)
  await expect(focused).toContainText('stg_orders')
  await page.keyboard.press('ArrowLeft')
  await expect(focused).toContainText('raw_orders')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'stg_orders' })).toBeVisible()

  await part(page, 'SQL').click()
  const code = page.getByRole('region', { name: 'SQL' })
  await expect(code).toContainText('from raw_orders')
  await expect(code.locator('.hljs-keyword').filter({ hasText: /^from$/ })).toHaveCount(1)
  await expect(code.locator('.hljs-comment')).toHaveText('-- the start of trade')

  await part(page, 'Runs').click()
  await expect(page.getByTitle('query_id: Q-17')).toBeVisible()
  await app.inspectLooks('runs', testInfo)
})
