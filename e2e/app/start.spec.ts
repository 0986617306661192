import { join } from 'node:path'
import { expect, expectRow, test } from '../harness/desktop.ts'
import { datasetList } from '../harness/tables.ts'

test('a catalog file made by the system’s dialog is there again after a restart', async ({ desktop }) => {
  const page = await desktop.launch()
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
  await page.getByRole('button', { name: /Create a catalog file/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Larkmoor')
  await desktop.answerSaveDialog(join(desktop.folder, 'larkmoor.stewardbook'))
  await page.getByRole('button', { name: 'Choose the place' }).click()
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Larkmoor')
  expect(await desktop.quit()).toBe(0)

  const again = await desktop.launch()
  await expect(again.getByRole('navigation', { name: 'Main' })).toContainText('larkmoor.stewardbook')
})

test('a double click on a book opens it: from the start to its rows', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders', 'customers']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  await expectRow(page, 'customers')
  expect(await desktop.quit()).toBe(0)
})

test('a book that can’t be opened is said, and the window stays', async ({ desktop }) => {
  const foreign = desktop.write('notes.stewardbook', 'no book at all')
  const page = await desktop.launch()
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
  await desktop.answerQuestions(0)
  await desktop.answerOpenDialog(foreign)
  await desktop.clickMenu('file.open')
  await expect.poll(() => desktop.questions()).toEqual([expect.stringContaining('This catalog file can’t be opened.')])
  await expect(page.getByRole('heading', { name: 'Stewardbook' })).toBeVisible()
})

test('a second start opens its book in the app that runs, and ends', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const other = desktop.makeBook('other.stewardbook', datasetList(['payments']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const opened = desktop.app.waitForEvent('window')
  expect(await desktop.startAgain('other.stewardbook')).toBe(0)
  await expectRow(await opened, 'payments')
  expect(await desktop.startAgain(other)).toBe(0)
  expect(desktop.app.windows()).toHaveLength(2) // it was open already: brought forward, not opened twice
})

test('windows come back where they were, with their books', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const place = { x: 40, y: 60, width: 1100, height: 700 }
  await desktop.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
  const opened = desktop.app.waitForEvent('window')
  await desktop.clickMenu('file.new-window')
  await expectRow(await opened, 'orders')
  expect(await desktop.quit()).toBe(0)

  await desktop.launch()
  await expect.poll(() => desktop.app.windows().length).toBe(2)
  for (const window of desktop.app.windows()) await expectRow(window, 'orders')
  const places = await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getNormalBounds()))
  expect(places).toContainEqual(place)
})
