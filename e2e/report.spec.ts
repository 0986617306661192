import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { openFilled } from './harness/steps.ts'

type Column = { readonly label: string; readonly type: string }
type Block =
  | { readonly kind: 'figures'; readonly items: readonly { readonly label: string; readonly value: number | null }[] }
  | {
      readonly kind: 'table'
      readonly id: string
      readonly title: string
      readonly columns: readonly Column[]
      readonly rows: (string | number | null)[][]
    }
  | { readonly kind: 'text' }
type Report = { readonly head: { readonly headHash: string }; readonly sections: readonly { readonly blocks: readonly Block[] }[] }

const FORMATS = { html: /^HTML/, md: /^Markdown/, csv: /^CSV/, json: /^JSON/ } as const

async function openReport(app: App): Promise<Page> {
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  for (const args of [
    ['fct_orders', 'tier=gold', 'domain=sales'],
    ['stg_orders', 'tier=silver', 'ownerTeam=Commerce Data', 'classification=internal'],
    ['dim_customers', 'tier=gold', 'domain=crm', 'description=Who buys.'],
  ]) {
    const { code, stderr } = app.command('--book', 'shop.stewardbook', 'set', 'dataset', ...args, '--reason', 'known')
    expect(code, stderr).toBe(0)
  }
  await app.goInside('Reports')
  await expect(app.page.getByText('54 active datasets', { exact: true })).toBeVisible()
  return app.page
}

const rowsOn = async (page: Page, title: string): Promise<string[][]> => {
  const rows = page.getByRole('region', { name: title, exact: true }).locator('tbody tr')
  return Promise.all((await rows.all()).map((row) => row.locator('td').allInnerTexts()))
}

test('coverage on screen is what was put in, and what the command line reports', async ({ app }) => {
  const page = await openReport(app)
  const overall = await rowsOn(page, 'Coverage of all active datasets')
  const counted = Object.fromEntries(overall.map(([measure, , have, of]) => [measure, `${have} of ${of}`]))
  // Counted in the fixture by hand: two have a description and one was given; one group owns one, one was given an owner.
  expect(counted).toMatchObject({ Owned: '2 of 54', Described: '3 of 54', Classified: '1 of 54', Tested: '2 of 54' })

  const { stdout, code } = app.command('--book', 'shop.stewardbook', 'report', 'catalog', '--json')
  expect(code).toBe(0)
  const blocks = (JSON.parse(stdout) as Report).sections.flatMap((section) => section.blocks)
  for (const block of blocks) {
    if (block.kind === 'figures') {
      for (const { label, value } of block.items) {
        await expect(page.locator('.strip > div').filter({ has: page.getByText(label, { exact: true }) })).toContainText(String(value))
      }
    }
    if (block.kind !== 'table' || block.rows.length === 0 || block.columns.some(({ type }) => type === 'share' || type === 'name')) continue
    const shown = await rowsOn(page, block.title)
    expect(shown, block.title).toEqual(block.rows.map((row) => row.map((cell) => (cell === null ? '—' : String(cell)))))
  }
})

test('four formats are saved, and the command line makes the same bytes elsewhere', async ({ app }) => {
  const page = await openReport(app)
  for (const [format, item] of Object.entries(FORMATS)) {
    await page.getByRole('button', { name: 'Export' }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`))
    const saved = readFileSync(await download.path())
    const elsewhere = { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' }
    const { code, stderr } = app.commandIn(elsewhere, '--book', 'shop.stewardbook', 'report', 'catalog', '--out', `again.${format}`)
    expect(code, stderr).toBe(0)
    expect(readFileSync(join(app.root, `again.${format}`)).equals(saved), `${format} has the same bytes`).toBe(true)
  }
})

test('the saved HTML page stands alone: no script, no request, nothing to complain about', async ({ app, context }) => {
  await openReport(app)
  expect(app.command('--book', 'shop.stewardbook', 'report', 'catalog', '--out', 'catalog.html').code).toBe(0)
  const page = await context.newPage()
  await page.setContent(readFileSync(join(app.root, 'catalog.html'), 'utf8'))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Catalog report')
  await expect(page.getByText('fct_orders').first()).toBeVisible()
  await expect(page.locator('script')).toHaveCount(0)

  // On paper: nothing runs over a sheet of A4 (less its margins), a table's head stands on every sheet, and no row is torn.
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 688, height: 1017 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await expect(page.locator('thead').first()).toHaveCSS('display', 'table-header-group')
  await expect(page.locator('tbody tr').first()).toHaveCSS('break-inside', 'avoid')
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.toString('latin1')).toMatch(/^%PDF-/)
  await page.close()
})

test('a gap leads from the report to its dataset', async ({ app }) => {
  const page = await openReport(app)
  const link = page.getByRole('article').getByRole('link', { name: 'stg_customers' }).first()
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: 'staging.stg_customers' })).toBeVisible()
})
