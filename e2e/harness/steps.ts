import { type Download, expect, type Locator, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import type { App } from './app.ts'

// What a person does again and again, by mouse.

export const dialog = (page: Page, name?: string | RegExp): Locator => page.getByRole('dialog', name === undefined ? {} : { name })
const button = (within: Page | Locator, name: string | RegExp): Locator => within.getByRole('button', { name })
/** Rows of a list that are there: places of those that are still on their way hold bars. */
export const rows = (page: Page, list: string): Locator =>
  page
    .getByRole('grid', { name: list })
    .locator('.ledger-row')
    .filter({ hasNot: page.locator('.bone') })
/** A row of the catalog list by the dataset's name. */
export const datasetRow = (page: Page, name: string): Locator =>
  rows(page, 'Datasets').filter({ has: page.getByRole('link', { name, exact: true }) })

export const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' })
/** Undoes what a message tells of. By its words: an older one may still be there, and the list may change before the new one is. */
export const undo = (page: Page, said: string): Promise<void> =>
  button(messages(page).locator('.toast').filter({ hasText: said }), 'Undo').click()

/** A tab of a list, by the start of its name: a count may follow. */
export const view = (page: Page, name: string): Locator => tabOf(page, 'Views', name)
/** A tab of the page of one thing. */
export const part = (page: Page, name: string): Locator => tabOf(page, /^Parts of this/, name)
const tabOf = (page: Page, tabs: string | RegExp, name: string): Locator =>
  page.getByRole('navigation', { name: tabs }).getByRole('link', { name: new RegExp(`^${escape(name)}`) })
/** One of the lists of the catalog. */
export const section = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Lists of the catalog' }).getByRole('link', { name })

/** From the first start to an empty catalog. */
export async function createBook({ page }: App, name: string): Promise<void> {
  await button(page, /^Create a catalog file/).click()
  await dialog(page, 'Create a catalog file').getByLabel('Name', { exact: true }).fill(name)
  await button(dialog(page), 'Choose the place').click()
  await button(dialog(page, `Where to keep ${name}`), 'Create').click()
  await expect(page.getByText('Nothing is in this catalog yet')).toBeVisible()
}

/** Makes a catalog file with the command line, filled from a folder of artifacts, opens it and goes to the list. */
export async function openFilled(app: App, folder: string, name = 'shop'): Promise<void> {
  const file = `${name}.stewardbook`
  for (const args of [
    ['book', 'create', file, '--name', 'Shop'],
    ['--book', file, 'import', 'dbt', folder],
  ]) {
    const { code, stderr } = app.command(...args)
    expect(code, stderr).toBe(0)
  }
  await openBook(app, file)
  await app.goInside('Catalog')
}

/** From the first start, by the file list. */
export async function openBook(app: App, file: string): Promise<void> {
  const { page } = app
  await button(page, /^Open a catalog file/).click()
  await pick(page, file, 'Open')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
}

/** Walks the file list to a file, or to a folder that is taken as a whole. */
export async function pick(page: Page, path: string, action: string, what: 'file' | 'folder' = 'file'): Promise<void> {
  const names = path.split('/')
  const picker = dialog(page)
  for (const [index, name] of names.entries()) {
    await picker
      .locator('.picker')
      .getByRole('button', { name: new RegExp(`^${escape(name)}`) })
      .click()
    if (what === 'folder' || index < names.length - 1)
      await expect(button(picker.getByRole('navigation', { name: 'Folder' }), name)).toBeVisible()
  }
  await button(picker, action).click()
}
const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Chooses a folder of artifacts below the root and waits for the preview. */
export async function lookAt(app: App, folder: string): Promise<void> {
  const { page } = app
  await app.goInside('Sources')
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await button(page, /^From /).click()
  await pick(page, folder, 'Look at it', 'folder')
  await expect(page.getByRole('heading', { name: /^(New source|Update of)/ })).toBeVisible()
}

/** Makes a preview true and waits for its summary. */
export async function apply(page: Page): Promise<void> {
  await button(page, 'Apply').click()
  await expect(page.getByRole('heading', { name: /^Import \d+ of/ })).toBeVisible()
}

/** Opens a dataset's page by typing a part of its name into the search. */
export async function findDataset(page: Page, typed: string, name: string): Promise<void> {
  await button(page, 'Search').click()
  await dialog(page, 'Search').getByRole('combobox').pressSequentially(typed)
  // What was found for fewer letters stands until then, and moves under the mouse.
  await expect(dialog(page).getByRole('listbox')).toHaveAttribute('aria-busy', 'false')
  // By its text: a name that can be cut in the middle is made of pieces.
  await dialog(page).getByRole('option').filter({ hasText: name }).first().click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** A field of the open dataset page, by its label. */
export const field = (page: Page, label: string): Locator =>
  page.locator('.fieldrow').filter({ has: page.locator('dt').getByText(label, { exact: true }) })

/** Text of a tally cell of a list of changes. */
export const tally = (page: Page, kind: string): Locator =>
  page.getByRole('group', { name: 'Kinds of change' }).getByRole('button', { name: kind })

export async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8')
}
