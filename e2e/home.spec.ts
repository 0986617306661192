import { readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { enter } from './harness/keyboard.ts'
import { changeTable, SHOP, writeProject } from './harness/project.ts'
import { dialog, field, messages, openBook, rows } from './harness/steps.ts'

const SMALL = { ...SHOP, tables: SHOP.tables.slice(0, 20) }
const BOOK = ['--book', 'shop.stewardbook']
const HOUR = 3_600_000

const tile = (page: Page, label: string): Locator => page.locator('.tile').filter({ hasText: label })
/** The number of a tile or a link that begins with one. */
const numberOf = async (of: Locator): Promise<number> => Number(/\d[\d,]*/.exec((await of.textContent()) ?? '')?.[0].replaceAll(',', ''))
const coverageOf = (page: Page, label: string): Locator => page.locator('.covers li').filter({ hasText: label })

function run(app: App, ...args: string[]): void {
  const { code, stderr } = app.command(...args)
  expect(code, stderr).toBe(0)
}

function makeShop(app: App): void {
  writeProject(app, 'target', SMALL)
  run(app, 'book', 'create', 'shop.stewardbook', '--name', 'Shop')
  run(app, ...BOOK, 'import', 'dbt', 'target')
}

/** As if all that was noted of visits had been noted longer ago. */
function longAgo(home: string, hours: number): void {
  const path = join(home, '.config/stewardbook/profile.json')
  const profile = JSON.parse(readFileSync(path, 'utf8')) as {
    recent: { visit?: { since: { atMs: number } | null; seen: { atMs: number } } }[]
  }
  for (const { visit } of profile.recent) {
    if (visit === undefined) continue
    visit.seen.atMs -= hours * HOUR
    if (visit.since !== null) visit.since.atMs -= hours * HOUR
  }
  writeFileSync(path, JSON.stringify(profile))
}

test('each tile of Home opens a list of exactly as many rows, for all and for mine', async ({ app }, testInfo) => {
  const { page } = app
  makeShop(app)
  const me = userInfo().username
  run(app, ...BOOK, 'set', 'datasets', '--filter', 'stg_', '--all', `steward=${me}`)
  await openBook(app, 'shop.stewardbook')
  await expect(page).toHaveURL(/\/home$/)
  await expect(page.getByRole('heading', { level: 1, name: 'What needs you today' })).toBeVisible()
  await expect(page.getByText('No earlier visit to this catalog file is known')).toBeVisible()
  await app.inspectLooks('home', testInfo)

  for (const scope of ['All', 'Mine']) {
    await page.getByRole('group', { name: 'Whose datasets' }).getByRole('button', { name: scope }).click()
    await expect(page.getByRole('group', { name: 'Whose datasets' }).locator('[aria-pressed="true"]')).toContainText(scope)
    const address = page.url()
    expect(address.endsWith('/home')).toBe(scope === 'All')
    for (const label of await page.locator('a.tile .k').allTextContents()) {
      if (((await tile(page, label).textContent()) ?? '').includes('cannot tell')) continue
      const count = await numberOf(tile(page, label).locator('.v'))
      await tile(page, label).click()
      await expect(page.locator('.list .foot').getByRole('status')).toHaveText(new RegExp(`^${count} (of|dataset)`))
      await expect(rows(page, 'Datasets')).toHaveCount(count)
      await page.goBack()
      await expect(page).toHaveURL(address)
    }
    for (const label of ['Owned', 'Described', 'Classified', 'Tested']) {
      const gap = coverageOf(page, label).getByRole('link')
      if ((await gap.count()) === 0) continue
      const count = await numberOf(gap)
      await gap.click()
      await expect(page.locator('.list .foot').getByRole('status')).toHaveText(new RegExp(`^${count} (of|dataset)`))
      await page.goBack()
      await expect(page).toHaveURL(address)
    }
  }
  // What is narrowed to a person can be widened again in the list.
  await tile(page, 'Not classified').click()
  await page
    .getByRole('complementary', { name: 'Facets' })
    .getByLabel(new RegExp(`^${me}`))
    .click()
  await expect(page).not.toHaveURL(/heldBy/)
})

test('Home tells what others and imports did since the last visit, and a reload tells it again', async ({ app, folders }, testInfo) => {
  const { page } = app
  makeShop(app)
  await openBook(app, 'shop.stewardbook')
  await expect(page.getByText('No earlier visit')).toBeVisible()
  await page.goto('about:blank')
  longAgo(folders.home, 5)

  run(app, ...BOOK, '--as', 'Ada', 'set', 'dataset', 'fct_orders', 'tier=gold', '--reason', 'agreed')
  run(app, ...BOOK, '--as', 'Ada', 'set', 'dataset', 'dim_customers', 'tier=silver')
  writeProject(app, 'target', changeTable(SMALL, 'fct_orders', { description: 'After a later run.' }))
  run(app, ...BOOK, 'import', 'dbt', 'target')
  await app.restart()
  await page.getByRole('button', { name: /^Shop shop\.stewardbook in/ }).click()
  const lines = page.locator('.changes li')
  await expect(lines).toHaveCount(2)
  await expect(lines.nth(0)).toContainText('shop: 1 changed')
  await expect(lines.nth(1)).toContainText('Ada set 2 values')
  await page.reload()
  await expect(lines).toHaveCount(2)
  await app.inspectLooks('home-since', testInfo)

  await lines.nth(1).getByRole('button', { name: 'view 2' }).click()
  const set = dialog(page, 'What Ada set')
  await expect(set.getByRole('row', { name: /fct_orders Tier gold agreed/ })).toBeVisible()
  await expect(set.getByRole('row')).toHaveCount(5)
  await app.inspectLooks('home-decided', testInfo)
  await set.getByRole('button', { name: 'Undo the change that starts with fct_orders' }).click()
  const asked = dialog(page, 'Undo this change')
  await expect(asked.getByRole('status')).toContainText('1 value of 1 dataset goes back to what stood before.')
  await app.inspectLooks('undo-decisions', testInfo)
  await asked.getByRole('button', { name: 'Undo 1 value' }).click()
  await expect(set).toContainText('undone since')
  await expect(set.getByRole('button', { name: /^Undo the change/ })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await lines.nth(0).getByRole('link', { name: 'import 2' }).click()
  await expect(page.getByRole('heading', { name: /^Import 2 of/ })).toBeVisible()

  const { stdout } = app.command(...BOOK, 'today')
  expect(stdout).toMatch(/Ada +set 2 values/)
  expect(stdout).toContain('list datasets --gap no_owner')
})

test('targets are set in Settings and marked on Home; all of it by keyboard', async ({ app }) => {
  const { page } = app
  makeShop(app)
  await openBook(app, 'shop.stewardbook')
  await app.goInside('Catalog')
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(page).toHaveURL(/\/home$/)
  await expect(coverageOf(page, 'Classified')).toContainText('target 100% missed')
  await enter(page, page.getByRole('link', { name: 'set targets' }))
  const classified = page.getByLabel('Classified (%)')
  await classified.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toContainText('Targets saved.')
  await page.locator('main').focus()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(coverageOf(page, 'Classified')).toContainText('target 0% met')
  await enter(page, tile(page, 'No owner'))
  await expect(page).toHaveURL(/\/catalog\?gap=/)
})

test('an owner who left is a tile that leads to the owners who left', async ({ app }) => {
  const { page } = app
  makeShop(app)
  await openBook(app, 'shop.stewardbook')
  await expect(page.locator('.calm').first()).toContainText('owners who left')
  await app.go('/settings?section=owners&only=left')
  await expect(page.getByText('Nobody who left holds anything.')).toBeVisible()
  await page.getByRole('link', { name: 'Show all owners' }).click()
  await page.getByRole('region', { name: 'Owners' }).getByRole('link', { name: 'Commerce Data' }).click()
  await field(page, 'Has left').hover()
  await page.getByRole('button', { name: 'Edit Has left' }).click()
  await page.getByLabel('Has left', { exact: true }).selectOption('yes')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await app.goInside('Home')
  await expect(tile(page, 'Owners who left').locator('.v')).toHaveText('1 owner')
  await tile(page, 'Owners who left').click()
  await expect(page.getByRole('region', { name: 'Owners' }).getByRole('row')).toHaveCount(2)
  await expect(page.getByText('1 owner who left and still holds something.')).toBeVisible()
})

test('stale sources are marked, and lead to the sources that are stale', async ({ app }, testInfo) => {
  const { page } = app
  run(app, 'sample', 'larkmoor.stewardbook', '--until', '2026-01-31')
  await openBook(app, 'larkmoor.stewardbook')
  await expect(page.locator('.sourcelines li')).toContainText(['stale', 'stale', 'stale'])
  await expect(tile(page, 'Stale sources').locator('.v')).toHaveText('3 sources')
  await app.inspectLooks('home-sample', testInfo)
  await tile(page, 'Stale sources').click()
  await expect(page).toHaveURL(/only=stale/)
  await expect(page.getByRole('region', { name: 'Sources' }).getByRole('row')).toHaveCount(4)
  await expect(page.getByText('3 sources not found up to date for too long.')).toBeVisible()
  await page.getByRole('link', { name: 'Show all sources' }).click()
  await expect(page).not.toHaveURL(/only=/)
})
