import type { Page } from '@playwright/test'
import { type App, expect, test } from './harness/app.ts'
import { type Known, LATER_DESCRIPTION, type Subject, SUBJECTS } from './harness/first-day.ts'
import { SHOP, writeProject } from './harness/project.ts'
import { apply, createBook, dialog, field, findDataset, lookAt, rows, tally, textOf } from './harness/steps.ts'

const OWN_DESCRIPTION = 'One row each, as agreed with Finance.'

for (const subject of SUBJECTS) {
  test(`the first day with ${subject.label}, by mouse`, async ({ app }) => {
    test.skip(subject.missing !== null, subject.missing ?? '')
    const known = subject.bring(app)
    await createBook(app, 'Larkmoor')
    await importAll(app, subject, known)
    await decide(app, known)
    await importAgain(app, subject, known)
    await undoImport(app, known)
    await exportReport(app, known)
  })
}

test('from the first start to the preview of one’s own dbt project in four clicks', async ({ app }) => {
  const { page } = app
  writeProject(app, 'shop/target', SHOP)
  let clicks = 0
  const click = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
    clicks += 1
  }
  await click(/^Import dbt artifacts/)
  await dialog(page, 'Import dbt artifacts').getByLabel('Name', { exact: true }).fill('Larkmoor')
  await click('Choose the place')
  await expect(dialog(page, 'Where to keep Larkmoor')).toBeVisible()
  await click('Create')
  await expect(page).toHaveURL(/\/sources\/import\?format=dbt/)
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Larkmoor')
  const choosing = page.waitForEvent('filechooser')
  await click('Choose a folder')
  await (await choosing).setFiles(`${app.root}/shop/target`)
  await expect(page.getByRole('heading', { name: 'New source shop' })).toBeVisible()
  expect(clicks).toBe(4)
})

async function importAll(app: App, { folder }: Subject, known: Known): Promise<void> {
  const { page } = app
  await lookAt(app, folder)
  await expect(page.getByRole('heading', { name: `New source ${known.sourceName}` })).toBeVisible()
  await expect(tally(page, 'Removed')).toHaveText(/\D0$/)
  await page.getByRole('button', { name: /^Import summary/ }).click()
  const models = String(known.models)
  await expect(page.getByRole('row', { name: /^model \d/ }).getByRole('cell')).toHaveText(['model', models, models, '0', ''])
  await apply(page)
  await app.goInside('Catalog')
  await expect(page.getByText(`${known.datasets} datasets`, { exact: true })).toBeVisible()
}

async function decide({ page }: App, { name, schema, description }: Known): Promise<void> {
  await findDataset(page, name.slice(0, -3), `${schema}.${name}`)
  await expect(field(page, 'Description')).toContainText(description)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const edit = dialog(page, `Edit ${name}`)
  await edit.getByLabel('Owner team').fill('Finance')
  await edit.getByLabel('Description').fill(OWN_DESCRIPTION)
  await edit.getByLabel('Reason').fill('They answer for it')
  await edit.getByRole('button', { name: 'Save 2 changes' }).click()
  await expect(edit).toBeHidden()
  await expectDecided(page)

  await field(page, 'Description')
    .getByRole('button', { name: /^Set by hand/ })
    .click()
  const evidence = dialog(page, 'Where “Description” comes from')
  await expect(evidence).toContainText('They answer for it')
  await expect(evidence).toContainText(description)
  await page.keyboard.press('Escape')
  await expect(evidence).toBeHidden()
}

async function expectDecided(page: Page): Promise<void> {
  await expect(field(page, 'Description')).toContainText(OWN_DESCRIPTION)
  await expect(field(page, 'Owner team')).toContainText('Finance')
}

async function importAgain(app: App, subject: Subject, { name, schema, sourceName }: Known): Promise<void> {
  const { page } = app
  subject.change(app)
  await lookAt(app, subject.folder)
  await expect(page.getByRole('heading', { name: `Update of ${sourceName}` })).toBeVisible()
  await expect(tally(page, 'Conflicts')).toHaveText(/\D1$/)
  await tally(page, 'Conflicts').click()
  await expect(rows(page, 'Changes')).toHaveText([new RegExp(`${name}.*Description.*${OWN_DESCRIPTION}.*${LATER_DESCRIPTION}`)])
  await apply(page)
  await findDataset(page, name.slice(0, -3), `${schema}.${name}`)
  await expectDecided(page)
  await field(page, 'Description')
    .getByRole('button', { name: /^Set by hand/ })
    .click()
  await expect(dialog(page)).toContainText(LATER_DESCRIPTION)
  await page.keyboard.press('Escape')
}

async function undoImport(app: App, { name, schema, description }: Known): Promise<void> {
  const { page } = app
  await app.goInside('Sources')
  await page
    .getByRole('navigation', { name: 'Parts of Sources' })
    .getByRole('link', { name: /^Imports/ })
    .click()
  await page.getByRole('button', { name: 'Undo import 2' }).click()
  const undo = dialog(page, 'Undo import 2')
  await expect(undo).toContainText('What was set by hand stays')
  await undo.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByRole('row', { name: /^2 / })).toContainText('undone')
  await findDataset(page, name.slice(0, -3), `${schema}.${name}`)
  await expectDecided(page)
  await field(page, 'Description')
    .getByRole('button', { name: /^Set by hand/ })
    .click()
  await expect(dialog(page)).toContainText(description)
  await expect(dialog(page)).not.toContainText(LATER_DESCRIPTION)
  await page.keyboard.press('Escape')
}

async function exportReport(app: App, known: Known): Promise<void> {
  const { page } = app
  await app.goInside('Reports')
  await expect(page.getByText(`${known.datasets} active datasets`, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Export' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /^JSON/ }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/\.json$/)
  const report = JSON.parse(await textOf(download)) as { name: string; head: { population: number; sources: { files: unknown[] }[] } }
  expect(report).toMatchObject({ name: 'catalog', head: { bookName: 'Larkmoor', population: known.datasets } })
  expect(report.head.sources).toHaveLength(1)
  await expect(page.getByText(`${download.suggestedFilename()} is saved`)).toBeVisible()
}
