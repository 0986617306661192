import type { Page } from '@playwright/test'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type App, expect, test } from './harness/app.ts'
import { holdAnswer, holdRequests } from './harness/call.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { createBook, dialog, field, findDataset, messages, openBook, openFilled, pick, rows } from './harness/steps.ts'

const setting = (page: Page, title: string) => page.locator('.setrow').filter({ has: page.getByText(title, { exact: true }) })

async function goToFile(app: App): Promise<void> {
  await app.goInside('Settings')
  await app.page.getByRole('navigation', { name: 'Parts of Settings' }).getByRole('link', { name: 'Catalog file' }).click()
}

/** Copies of a catalog file, by their paths below the root. */
const copies = (app: App, name: string): string[] =>
  readdirSync(app.root, { recursive: true })
    .map(String)
    .filter((path) => path.includes(name) && path.endsWith('.stewardbook') && !path.endsWith(`${name}.stewardbook`))

async function close(app: App): Promise<void> {
  await goToFile(app)
  await app.page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(app.page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
}

test('a closed catalog file is offered again, also after a restart, and can be forgotten', async ({ app }) => {
  const { page } = app
  await createBook(app, 'Larkmoor')
  await close(app)
  const recent = page.getByRole('button', { name: /^Larkmoor larkmoor\.stewardbook in/ })
  await recent.click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Larkmoor')
  await close(app)

  renameSync(join(app.root, 'larkmoor.stewardbook'), join(app.root, 'moved.stewardbook'))
  await app.restart()
  await expect(page.getByRole('button', { name: /larkmoor\.stewardbook is no longer in/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Forget Larkmoor' }).click()
  await expect(page.getByRole('heading', { name: 'Recent' })).toBeHidden()

  await openBook(app, 'moved.stewardbook')
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('moved.stewardbook')
})

test('what is begun on the first screen goes on when the word comes that the file is closed', async ({ app }) => {
  const { page } = app
  await createBook(app, 'Larkmoor')
  await goToFile(app)
  const closed = await holdAnswer(page, 'book.close')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: /^Open a catalog file/ }).click()
  await expect(dialog(page).locator('.picker')).toContainText('larkmoor.stewardbook')
  await closed()
  await expect(page).toHaveURL(/\/home$/)
  await pick(page, 'larkmoor.stewardbook', 'Open')
  await expect(page.getByText('Nothing is in this catalog yet')).toBeVisible()
})

test('a new file for an import leads on to the import, even when it is open before the word that it was made', async ({ app }) => {
  const { page } = app
  const made = await holdAnswer(page, 'book.create')
  await page.getByRole('button', { name: /^Import dbt artifacts/ }).click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('Larkmoor')
  await dialog(page).getByRole('button', { name: 'Choose the place' }).click()
  await dialog(page, 'Where to keep Larkmoor').getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Larkmoor')
  await made()
  await expect(page.getByRole('button', { name: /^From / })).toBeEnabled()
})

test('nothing of the file before is shown of another one, however late its own comes', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  expect(app.command('book', 'create', 'other.stewardbook', '--name', 'Other').code).toBe(0)
  expect(app.command('--book', 'other.stewardbook', 'import', 'dbt', 'target').code).toBe(0)
  expect(app.command('--book', 'other.stewardbook', 'set', 'dataset', 'fct_orders', 'ownerTeam=Night shift', '--reason', 'so').code).toBe(0)
  await openFilled(app, 'target')
  await findDataset(page, 'fct_ord', 'core.fct_orders')
  await expect(field(page, 'Owner team')).not.toContainText('Night shift')
  await app.goInside('Catalog')
  await expect(rows(page, 'Datasets').first()).toContainText('core.')
  await page.getByRole('link', { name: 'Catalog' }).first().click()

  const answer = await holdRequests(page, /\/rpc\/(datasets\.(list|facets|get)|home\.today)$/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('open another')
  await page.keyboard.press('Enter')
  await pick(page, 'other.stewardbook', 'Open')
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('other.stewardbook')
  await expect(page).toHaveURL(/\/home$/)
  await expect(page.getByRole('main')).not.toContainText('to look at')
  await app.goInside('Catalog')
  await expect(page.getByRole('region', { name: 'Datasets' })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText(/core\.|54/)
  answer()
  await findDataset(page, 'fct_ord', 'core.fct_orders')
  await expect(field(page, 'Owner team')).toContainText('Night shift')
})

test('of a backup that ends when another file is open it is told all the same, of a check nothing', async ({ app }) => {
  const { page } = app
  expect(app.command('book', 'create', 'other.stewardbook', '--name', 'Other').code).toBe(0)
  await createBook(app, 'Larkmoor')
  await goToFile(app)
  const checked = await holdAnswer(page, 'book.check')
  const saved = await holdAnswer(page, 'book.backup')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(setting(page, 'Check the file').getByRole('button')).toBeDisabled()
  await expect.poll(() => copies(app, 'larkmoor')).toHaveLength(1)
  await close(app)
  await openBook(app, 'other.stewardbook')
  await checked()
  await saved()
  await expect(messages(page)).toHaveText(/^larkmoor.*\.stewardbook is saved/)
})

test('a catalog file in a folder that is synced says so on every screen, and why in Settings', async ({ app }) => {
  const { page } = app
  mkdirSync(join(app.root, 'Dropbox'))
  const { code, stderr } = app.command('book', 'create', 'Dropbox/shop.stewardbook', '--name', 'Shop')
  expect(code, stderr).toBe(0)
  await openBook(app, 'Dropbox/shop.stewardbook')
  await page.getByRole('link', { name: 'Not a safe place' }).click()
  await expect(page.getByText(/in a folder synced by Dropbox/)).toBeVisible()
})

test('what is no catalog file, or a damaged one, is refused by name and stays as it was', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  expect(app.command('book', 'create', 'cut.stewardbook', '--name', 'Cut').code).toBe(0)
  expect(app.command('--book', 'cut.stewardbook', 'import', 'dbt', 'target').code).toBe(0)
  truncateSync(join(app.root, 'cut.stewardbook'), 30_000)
  app.write('notes.stewardbook', 'Dear diary')
  app.write('empty.stewardbook', '')
  app.write('other.stewardbook', Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), Buffer.alloc(4080)]))
  app.write('list.csv', 'not offered')
  const said: Record<string, RegExp> = {
    'notes.stewardbook': /is not a Stewardbook catalog file/,
    'empty.stewardbook': /is empty/,
    'other.stewardbook': /database of another program/,
    'cut.stewardbook': /damaged/,
  }
  for (const [name, words] of Object.entries(said)) {
    const before = readFileSync(join(app.root, name))
    await page.getByRole('button', { name: /^Open a catalog file/ }).click()
    await expect(dialog(page).getByRole('button', { name: /^list\.csv/ })).toBeDisabled()
    await pick(page, name, 'Open')
    const alert = page.getByRole('alert').filter({ hasText: name })
    await expect(alert).toContainText(words)
    await expect(alert).toContainText('No file was changed')
    expect(readFileSync(join(app.root, name)).equals(before), `${name} is as it was`).toBe(true)
  }
  await createBook(app, 'Larkmoor')
})

test('a read-only catalog file can be read, says so, and is left as it was', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  expect(app.command('book', 'create', 'shop.stewardbook', '--name', 'Shop').code).toBe(0)
  expect(app.command('--book', 'shop.stewardbook', 'import', 'dbt', 'target').code).toBe(0)
  const file = join(app.root, 'shop.stewardbook')
  const before = readFileSync(file)
  chmodSync(file, 0o444)
  await openBook(app, 'shop.stewardbook')
  await app.goInside('Catalog')
  await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()
  await goToFile(app)
  await expect(page.getByText(/can only be read/).first()).toBeVisible()

  await findDataset(page, 'fct_ord', 'core.fct_orders')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await dialog(page).getByLabel('Owner team').fill('Finance')
  await dialog(page).getByRole('button', { name: 'Save 1 change' }).click()
  await expect(messages(page)).toContainText(/read/)
  await page.keyboard.press('Escape')
  await expect(field(page, 'Owner team')).toContainText('Commerce Data')
  await page.goto('about:blank')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('back up, save a copy, check and verify', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  app.write('copies/readme.txt', 'here')
  await openFilled(app, 'target')
  await goToFile(app)

  await page.getByRole('button', { name: 'Back up now' }).click()
  await expect(messages(page)).toContainText(/shop.*\.stewardbook.* is saved/)
  const backup = copies(app, 'shop')
  expect(backup).toHaveLength(1)

  await page.getByRole('button', { name: 'Save a copy' }).click()
  await dialog(page)
    .locator('.picker')
    .getByRole('button', { name: /^copies/ })
    .click()
  await dialog(page).getByLabel('File name').fill('handover.stewardbook')
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(messages(page)).toContainText('handover.stewardbook is saved')
  expect(existsSync(join(app.root, 'copies/handover.stewardbook'))).toBe(true)

  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(setting(page, 'Check the file')).toContainText('Sound: no damage found')
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(setting(page, 'Verify the journal')).toContainText('the chain is whole')

  // From the palette: good news in a message; bad news with the way to where it stands, as long as one looks elsewhere.
  await app.goInside('Home')
  await begin(page, 'Check the catalog file')
  await expect(messages(page)).toContainText('The catalog file is sound')
  app.changeBehind('shop.stewardbook', `update journal set author = 'Somebody else' where seq = 2`)
  await begin(page, 'Verify the journal')
  const bad = messages(page).locator('.toast').filter({ hasText: 'The journal was changed behind its back: entry 2' })
  await bad.getByRole('button', { name: 'Show it' }).click()
  await expect(bad).toHaveCount(0)
  await expect(setting(page, 'Verify the journal')).toContainText(/Changed behind its back.* Entry 2: /)
  // What somebody sees is not told beside it.
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Verify', exact: true })).toBeEnabled()
  await expect(bad).toHaveCount(0)

  await close(app)
  for (const name of ['copies/handover.stewardbook', ...backup]) {
    await openBook(app, name)
    await app.goInside('Catalog')
    await expect(page.getByText('54 datasets', { exact: true })).toBeVisible()
    await close(app)
  }
})

async function begin(page: Page, action: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search the catalog' }).fill(action)
  await expect(dialog(page).getByRole('option').first()).toHaveText(action)
  await page.keyboard.press('Enter')
}

test('two windows and the command line on one catalog file see each other', async ({ app, context }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  await findDataset(page, 'fct_ord', 'core.fct_orders')
  await expect(field(page, 'Owner team')).toContainText('Commerce Data')

  // A tab of the same program, and another program on the same file.
  const opened = context.waitForEvent('page')
  await page.evaluate(() => void window.open(location.href))
  const tab = await opened
  await expect(field(tab, 'Owner team')).toContainText('Commerce Data')
  const second = await context.newPage()
  await second.goto(await app.startAnother('shop.stewardbook'))
  await findDataset(second, 'fct_ord', 'core.fct_orders')

  const windows = [page, tab, second]
  const { code, stderr } = app.command(
    '--book',
    'shop.stewardbook',
    'set',
    'dataset',
    'fct_orders',
    'ownerTeam=Logistics',
    '--reason',
    'moved',
  )
  expect(code, stderr).toBe(0)
  for (const one of windows) await expect(field(one, 'Owner team')).toContainText('Logistics')
  await setOwner(second, 'Treasury')
  for (const one of windows) await expect(field(one, 'Owner team')).toContainText('Treasury')
  await setOwner(page, 'Payments')
  for (const one of windows) await expect(field(one, 'Owner team')).toContainText('Payments')
  await second.close()
  await tab.close()
})

async function setOwner(page: Page, name: string): Promise<void> {
  const row = field(page, 'Owner team')
  await row.hover()
  await row.getByRole('button', { name: 'Edit Owner team' }).click()
  await page.getByLabel('Owner team', { exact: true }).fill(name)
  await page.getByRole('textbox', { name: 'Reason' }).fill('as agreed')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
}
