import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectRow, test } from '../harness/desktop.ts'
import { datasetList } from '../harness/tables.ts'

// What the app does that a browser can't: menu, dialogs, drops, printing, theme.

test('the menu leads to the screens, and offers only what can be done', async ({ desktop }) => {
  const page = await desktop.launch()
  const isEnabled = (id: string): Promise<boolean | undefined> =>
    desktop.app.evaluate(({ Menu }, itemId) => Menu.getApplicationMenu()?.getMenuItemById(itemId)?.enabled, id)
  expect(await isEnabled('view.reports')).toBe(false)
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  await desktop.answerOpenDialog(book)
  await desktop.clickMenu('file.open')
  await expectRow(page, 'orders')
  expect(await isEnabled('view.reports')).toBe(true)
  for (const [item, place] of [
    ['view.sources', '/sources'],
    ['view.settings', '/settings'],
    ['view.home', '/home'],
    ['view.costs', '/costs'],
    ['view.catalog', '/catalog'],
  ] as const) {
    await desktop.clickMenu(item)
    await expect(page).toHaveURL(new RegExp(`${place}$`))
  }
  await desktop.clickMenu('file.open-link')
  await page.getByLabel('Link', { exact: true }).fill('stewardbook:/catalog?text=orders')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page).toHaveURL(/\/catalog\?text=orders$/)
  await desktop.clickMenu('view.search')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  const recent = await desktop.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.getMenuItemById('file.recent')
      ?.submenu?.items.map(({ label }) => label),
  )
  expect(recent).toEqual(['Shop (shop.stewardbook)'])
})

test('every accelerator is one Electron can read, and none is given twice', async ({ desktop }) => {
  await desktop.launch()
  const accelerators = await desktop.app.evaluate(({ Menu }) => {
    type Item = { accelerator?: unknown; submenu?: { items: Item[] } | null }
    const all = (items: Item[]): string[] =>
      items.flatMap((item) => [...(typeof item.accelerator === 'string' ? [item.accelerator] : []), ...all(item.submenu?.items ?? [])])
    return all((Menu.getApplicationMenu()?.items ?? []) as unknown as Item[])
  })
  expect(accelerators.length).toBeGreaterThan(6)
  expect(new Set(accelerators).size).toBe(accelerators.length)
})

test('files to import are chosen in the system’s dialog, and can be refreshed', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const list = desktop.write('partners.csv', datasetList(['partners']))
  const page = await desktop.launch({ args: [book] })
  await desktop.clickMenu('view.sources')
  await expect(page.getByRole('region', { name: 'Sources' })).toBeVisible()
  await page.evaluate(`history.pushState({}, '', '/sources/import?format=datasets'); dispatchEvent(new PopStateEvent('popstate'))`)
  await page.getByLabel('Name of the source').fill('partner list')
  await desktop.answerOpenDialog()
  await page.getByRole('button', { name: 'Choose files' }).click()
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeEnabled()
  await desktop.answerOpenDialog(list)
  await page.getByRole('button', { name: 'Choose files' }).click()
  await page.getByRole('button', { name: /^Apply/ }).click()
  await expect.poll(async () => ((await desktop.ask('datasets', 'list', {})) as { total: number }).total).toBe(2)
  const { items } = (await desktop.ask('sources', 'list', {})) as { items: { name: string; canRefresh: boolean }[] }
  expect(items.find(({ name }) => name === 'partner list')?.canRefresh).toBe(true)
})

test('a file dropped on any screen is read where it is; a file that a page made up is refused', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const list = desktop.write('dbt/manifest.json', { not: 'a manifest' })
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data: { items: [], files: [list], dragOperationsMask: 1 } })
  }
  await expect(page).toHaveURL(/\/sources\/import\?/)
  await expect(page.getByText('manifest.json').first()).toBeVisible()

  const madeUp = await page.evaluate(() => {
    const { drop } = globalThis.stewardbook as unknown as { drop: (purpose: string, files: unknown[]) => Promise<unknown> }
    return drop('import', [new File(['{}'], '/etc/passwd')])
  })
  expect(madeUp).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
})

test('an export is kept where the person says', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  await desktop.launch({ args: [book] })
  await expectRow(desktop.page, 'orders')
  const target = join(desktop.folder, 'kept.json')
  const save = async (): Promise<unknown> => {
    const { ticket } = (await desktop.ask('decisions', 'export', {})) as { ticket: string }
    return desktop.page.evaluate(
      (one) => globalThis.stewardbook.call('window.save', { ticket: one, fileName: '../../decisions.json' }),
      ticket,
    )
  }
  await desktop.answerSaveDialog(null)
  expect(await save()).toEqual({ ok: true, value: { isSaved: false } })
  await desktop.answerSaveDialog(target)
  expect(await save()).toEqual({ ok: true, value: { isSaved: true } })
  expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ kind: 'stewardbook-decisions' })
})

test('a page is kept as a PDF', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  await desktop.launch({ args: [book] })
  await expectRow(desktop.page, 'orders')
  const target = join(desktop.folder, 'page.pdf')
  await desktop.answerSaveDialog(target)
  await desktop.clickMenu('file.pdf')
  await expect.poll(() => existsSync(target)).toBe(true)
  await expect.poll(() => readFileSync(target).subarray(0, 5).toString()).toBe('%PDF-')
})

test('the theme holds in every window, and after a restart', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const opened = desktop.app.waitForEvent('window')
  await desktop.clickMenu('file.new-window')
  const second = await opened
  await expectRow(second, 'orders')
  await desktop.clickMenu('view.theme.dark')
  const isDark = `matchMedia('(prefers-color-scheme: dark)').matches`
  for (const window of [page, second]) {
    await expect.poll(() => window.evaluate(isDark)).toBe(true)
    await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark')
  }
  await second.getByRole('button', { name: 'Switch to the light theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await desktop.clickMenu('view.theme.dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await desktop.quit()).toBe(0)
  const again = await desktop.launch()
  await expect.poll(() => again.evaluate(isDark)).toBe(true)
})
