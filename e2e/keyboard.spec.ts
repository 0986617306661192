import type { Locator, Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { type Known, LATER_DESCRIPTION, type Subject, SUBJECTS } from './harness/first-day.ts'
import { enter, expectTrapped, tabTo } from './harness/keyboard.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { createBook, dialog, field, findDataset, openFilled, rows, tally, textOf } from './harness/steps.ts'

// The first day again without ever touching the mouse.

const OWN_DESCRIPTION = 'Set by keyboard.'

for (const subject of SUBJECTS.slice(0, 2)) {
  test(`the first day with ${subject.label}, by keyboard`, async ({ app }) => {
    test.skip(subject.missing !== null, subject.missing ?? '')
    const { page } = app
    const known = subject.bring(app)
    await create(page)
    await enter(page, page.getByRole('link', { name: /^Import dbt artifacts/ }))
    await lookAt(page, subject)
    await expect(page.getByRole('heading', { name: `New source ${known.sourceName}` })).toBeVisible()
    await applyByKey(page)
    await findAndDecide(page, known)
    await walkTheList(page)
    await importAgain(app, subject, known)
    await undoImport(page)
    await exportReport(page, known)
  })
}

test('what is typed right after the key for search lands in the search', async ({ app }) => {
  const { page } = app
  await createBook(app, 'Larkmoor')
  const focused = await page.evaluate(async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
    // Nothing but what follows the key at once: no timer, no frame.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    return document.activeElement?.getAttribute('aria-label')
  })
  expect(focused).toBe('Search the catalog')
})

test('a menu and a popover have the focus at once, close on Escape wherever it is, and give it back', async ({ app }) => {
  const { page } = app
  writeProject(app, 'target', SHOP)
  await openFilled(app, 'target')
  const expectHeld = async (opener: Locator, floating: Locator): Promise<void> => {
    // Nothing but what follows the click at once: no timer, no frame.
    const isInside = await opener.evaluate(async (button: HTMLElement) => {
      button.focus()
      button.click()
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      const over = document.activeElement?.closest('[role="dialog"], [role="menu"]') != null
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
      return over
    })
    expect(isInside).toBe(true)
    await expect(floating).toBeHidden()
    await expect(opener).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(floating).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(floating).toBeHidden()
    await expect(opener).toBeFocused()
  }
  await expectHeld(page.getByRole('button', { name: 'Columns' }), dialog(page, 'Columns'))
  await expectHeld(page.getByRole('button', { name: 'Import and export' }), page.getByRole('menu'))
  await findDataset(page, 'stg_orders', 'staging.stg_orders')
  await expectHeld(field(page, 'Description').locator('[aria-haspopup=dialog]'), dialog(page, 'Where “Description” comes from'))
  await app.goInside('Reports')
  const exporting = page.getByRole('button', { name: 'Export' })
  await expectHeld(exporting, page.getByRole('menu'))
  const reached = await exporting.evaluate(async (button: HTMLElement) => {
    button.click()
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
    // By then whatever else wants the focus has taken it.
    await new Promise((resolve) => setTimeout(resolve, 200))
    return document.activeElement?.textContent
  })
  expect(reached).toMatch(/^Markdown/)
})

async function create(page: Page): Promise<void> {
  const opener = page.getByRole('button', { name: /^Create a catalog file/ })
  await enter(page, opener)
  const create = dialog(page, 'Create a catalog file')
  await expect(create.getByLabel('Name', { exact: true })).toBeFocused()
  await expectTrapped(page, create)
  await page.keyboard.press('Escape')
  await expect(create).toBeHidden()
  await expect(opener).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(create.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Larkmoor')
  await page.keyboard.press('Enter')
  const place = dialog(page, 'Where to keep Larkmoor')
  await expect(place.getByLabel('File name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing is in this catalog yet')).toBeVisible()
}

async function lookAt(page: Page, { folder }: Subject): Promise<void> {
  const from = page.getByRole('button', { name: /^From / })
  await enter(page, from)
  const picker = dialog(page, 'Choose files to import')
  await expectTrapped(page, picker)
  await page.keyboard.press('Escape')
  await expect(picker).toBeHidden()
  await expect(from).toBeFocused()
  await page.keyboard.press('Enter')
  for (const name of folder.split('/')) {
    await enter(page, picker.locator('.picker').getByRole('button', { name: new RegExp(`^${name}`) }))
    await expect(picker.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name })).toBeVisible()
  }
  await enter(page, picker.getByRole('button', { name: 'Look at it' }))
}

async function applyByKey(page: Page): Promise<void> {
  await enter(page, page.getByRole('button', { name: 'Apply' }))
  await expect(page.getByRole('heading', { name: /^Import \d+ of/ })).toBeVisible()
}

async function findAndDecide(page: Page, { name, schema, description }: Known): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(dialog(page, 'Search').getByRole('combobox')).toBeFocused()
  await page.keyboard.type(name.slice(0, -3))
  await expect(dialog(page).getByRole('option').first()).toContainText(`${schema}.${name}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: `${schema}.${name}` })).toBeVisible()
  await expect(field(page, 'Description')).toContainText(description)

  await page.keyboard.press('e')
  const edit = dialog(page, `Edit ${name}`)
  await expect(edit.getByLabel('Description')).toBeFocused()
  await expectTrapped(page, edit)
  await tabTo(page, edit.getByLabel('Description'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(OWN_DESCRIPTION)
  await tabTo(page, edit.getByLabel('Owner team'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Finance')
  await tabTo(page, edit.getByLabel('Reason'))
  await page.keyboard.type('They answer for it')
  await page.keyboard.press('Enter')
  await expect(edit).toBeHidden()
  await expect(field(page, 'Owner team')).toContainText('Finance')

  const provenance = field(page, 'Description').getByRole('button', { name: /^Set by hand/ })
  await enter(page, provenance)
  const evidence = dialog(page, 'Where “Description” comes from')
  await expect(evidence).toContainText('They answer for it')
  await expectTrapped(page, evidence)
  await page.keyboard.press('Escape')
  await expect(evidence).toBeHidden()
  await expect(provenance).toBeFocused()
}

/** Down a long list, into a dataset and back with Escape: at the same place of the list. */
async function walkTheList(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  const list = page.getByRole('grid', { name: 'Datasets' })
  await expect(rows(page, 'Datasets').first()).toBeVisible()
  await tabTo(page, list)
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('j')
  const selected = list.locator('[aria-selected="true"]')
  await expect(selected).toBeInViewport()
  const scrolledTo = (): Promise<number> => list.evaluate((element) => element.scrollTop)
  await expect.poll(scrolledTo).toBeGreaterThan(0)
  const row = await selected.getAttribute('data-index')
  const before = await scrolledTo()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Parts of this dataset' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(selected).toHaveAttribute('data-index', row ?? '')
  await expect.poll(scrolledTo).toBe(before)
}

async function importAgain(app: App, subject: Subject, { name, sourceName }: Known): Promise<void> {
  const { page } = app
  subject.change(app)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await enter(page, page.getByRole('link', { name: 'Import', exact: true }), 'Shift+Tab')
  await lookAt(page, subject)
  await expect(page.getByRole('heading', { name: `Update of ${sourceName}` })).toBeVisible()
  await enter(page, tally(page, 'Conflicts'))
  await expect(rows(page, 'Changes')).toHaveText([new RegExp(`${name}.*Description.*${LATER_DESCRIPTION}`)])
  await applyByKey(page)
}

async function undoImport(page: Page): Promise<void> {
  const opener = page.getByRole('banner').getByRole('button', { name: 'Undo' })
  await enter(page, opener, 'Shift+Tab')
  const undo = dialog(page, 'Undo import 2')
  await expect(undo).toContainText('What was set by hand stays')
  await expectTrapped(page, undo)
  await page.keyboard.press('Escape')
  await expect(opener).toBeFocused()
  await page.keyboard.press('Enter')
  await enter(page, undo.getByRole('button', { name: 'Undo', exact: true }))
  await expect(page.getByText('This import was undone')).toBeVisible()
  // It may be seen before the dialog has heard so; until then keys are the dialog's.
  await expect(undo).toBeHidden()
}

async function exportReport(page: Page, known: Known): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByText(`${known.datasets} active datasets`, { exact: true })).toBeVisible()
  const opener = page.getByRole('button', { name: 'Export' })
  await enter(page, opener, 'Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /^Markdown/ })).toBeFocused()
  const downloading = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  expect(await textOf(await downloading)).toContain('# Catalog report')
}
