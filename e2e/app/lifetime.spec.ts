import { writeFileSync } from 'node:fs'
import { expect, expectRow, test } from '../harness/desktop.ts'
import type { Desktop } from '../harness/desktop.ts'
import { columnList, datasetList } from '../harness/tables.ts'

// What happens to a book when parts of the app end: politely, by force, or in the middle of work.

const rowsOf = async (desktop: Desktop): Promise<number> => ((await desktop.ask('datasets', 'list', {})) as { total: number }).total

/** Starts an import that takes some seconds. @returns once it is under way */
async function startLongImport(desktop: Desktop): Promise<void> {
  const file = desktop.write('columns.csv', columnList(12_000, 20))
  await desktop.answerOpenDialog(file)
  const picked = (await desktop.ask('window' as 'imports', 'choose' as 'preview', { purpose: 'import', target: 'file' })) as {
    pickId: string
  }
  await desktop.ask('imports', 'preview', { pickId: picked.pickId, format: 'schema', sourceName: 'warehouse' })
  await expect.poll(() => runningJobs(desktop)).toBeGreaterThan(0)
}

async function runningJobs(desktop: Desktop): Promise<number> {
  const { items } = (await desktop.ask('jobs', 'list', {})) as { items: { state: string }[] }
  return items.filter(({ state }) => state === 'running').length
}

const isBlocking = (desktop: Desktop): Promise<boolean> => desktop.app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(1))

const nextHost = (desktop: Desktop, pid: number): Promise<void> => expect.poll(() => desktop.hostPid().catch(() => pid)).not.toBe(pid)

test('the host is killed: it starts again with the same book, says so, and nothing is lost', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders', 'customers']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const first = await desktop.hostPid()
  process.kill(first, 'SIGKILL')
  await expect(page.getByText('was started again. Nothing that was saved is lost')).toBeVisible()
  expect(await desktop.hostPid()).not.toBe(first)
  await expectRow(page, 'orders')
  expect(await rowsOf(desktop)).toBe(2)
  expect(desktop.command('book', 'check', book).code).toBe(0)
})

test('the host is killed again before it is ready: it starts once more with the same book', async ({ desktop }) => {
  const page = await desktop.launch({ args: [desktop.makeBook('shop.stewardbook', datasetList(['orders']))] })
  await expectRow(page, 'orders')
  for (const _times of [1, 2]) {
    const pid = await desktop.hostPid()
    process.kill(pid, 'SIGKILL')
    await nextHost(desktop, pid)
  }
  await expect(page.getByText('was started again. Nothing that was saved is lost').first()).toBeVisible()
  expect(await rowsOf(desktop)).toBe(1)
})

test('the host is killed in the middle of an import: the book is as it was before', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  await startLongImport(desktop)
  expect(await isBlocking(desktop)).toBe(true)
  process.kill(await desktop.hostPid(), 'SIGKILL')
  await expect(page.getByText('was started again. Nothing that was saved is lost')).toBeVisible()
  expect(await rowsOf(desktop)).toBe(1)
  await expect.poll(() => isBlocking(desktop)).toBe(false)
  expect(desktop.command('book', 'check', book).code).toBe(0)
})

test('a host that ends again and again is not started for ever', async ({ desktop }) => {
  await desktop.launch()
  await desktop.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (...given: unknown[]) => {
      Object.assign(globalThis, { said: (given.at(-1) as { message: string }).message })
      return new Promise(() => undefined)
    }) as typeof dialog.showMessageBox
  })
  const answers: Promise<unknown>[] = []
  for (let times = 0; times < 4; times += 1) {
    const pid = await desktop.hostPid()
    // But for the first, of a host that ends before it is ready.
    answers.push(desktop.page.evaluate(() => globalThis.stewardbook.call('book.current', {})))
    process.kill(pid, 'SIGKILL')
    if (times < 3) await nextHost(desktop, pid)
  }
  await expect.poll(() => desktop.app.evaluate(() => (globalThis as unknown as { said?: string }).said)).toContain('keeps stopping')
  expect(await desktop.page.evaluate(() => globalThis.stewardbook.call('book.current', {}))).toMatchObject({ ok: false })
  for (const answer of await Promise.all(answers)) expect(answer).toHaveProperty('ok')
})

test('quitting during an import asks; stopping leaves the book as it was', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  await startLongImport(desktop)
  await desktop.answerQuestions(0) // keep it open
  await desktop.app.evaluate(({ app }) => app.quit())
  await expect.poll(() => desktop.questions()).toEqual([expect.stringContaining('Something is still running.')])
  expect(await runningJobs(desktop)).toBe(1)
  await desktop.answerQuestions(2) // stop it and quit
  expect(await desktop.quit()).toBe(0)
  const { stdout } = desktop.command('book', 'info', book, '--json')
  expect(JSON.parse(stdout)).toMatchObject({ counts: { datasets: 1, imports: 1 } })
  expect(desktop.command('book', 'check', book).code).toBe(0)
})

test('the last window is closed during an import: it can be finished first', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  await startLongImport(desktop)
  await desktop.answerQuestions(1) // close when it is done
  const ended = new Promise((resolve) => desktop.program?.once('exit', resolve))
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const isVisible = (): Promise<boolean | undefined> =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isVisible).toBe(false)
  expect(await runningJobs(desktop)).toBe(1)
  expect(await ended).toBe(0)
})

test('main is killed: nothing of it is left running, and the next start opens the book', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const host = await desktop.hostPid()
  const ended = new Promise((resolve) => desktop.program?.once('exit', resolve))
  desktop.program?.kill('SIGKILL')
  await ended
  const isAlive = (): boolean => {
    try {
      return process.kill(host, 0)
    } catch {
      return false
    }
  }
  await expect.poll(isAlive).toBe(false)
  const again = await desktop.launch({ args: [book] })
  await expectRow(again, 'orders')
})

test('a window that crashes is offered again, on the same book', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  await desktop.answerQuestions(0) // show it again
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
  await expect.poll(() => desktop.questions()).toEqual([expect.stringContaining('This window stopped working.')])
  // Playwright gives a crashed page up, so what the window shows is asked by way of main.
  const shown = (): Promise<string> =>
    desktop.app
      .evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        return String(await window?.webContents.executeJavaScript('document.body.innerText'))
      })
      .catch(() => 'not yet')
  await expect.poll(shown).toContain('orders')
})

test('two windows and the command line work on one book, and all see what changed', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', datasetList(['orders']))
  const page = await desktop.launch({ args: [book] })
  await expectRow(page, 'orders')
  const opened = desktop.app.waitForEvent('window')
  await desktop.clickMenu('file.new-window')
  const second = await opened
  await expectRow(second, 'orders')
  await desktop.ask('book', 'setAuthor', { author: 'Ada' })

  writeFileSync(`${desktop.folder}/more.csv`, datasetList(['payments']))
  const { code, stderr } = desktop.command('--book', book, 'import', 'datasets', 'more.csv', '--source', 'more')
  expect(code, stderr).toBeLessThan(2)
  for (const window of [page, second]) await expectRow(window, 'payments')

  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expectRow(second, 'orders') // the host stays while a window does
})
