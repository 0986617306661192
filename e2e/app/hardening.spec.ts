import { expect, test } from '../harness/desktop.ts'

// What a page could try if something hostile ran in it. Enforcement by Electron itself is proven only on a real binary.

test('the page sees three functions and nothing of the machine', async ({ desktop }) => {
  const page = await desktop.launch()
  const seen = await page.evaluate(() => ({
    keys: Object.keys(globalThis.stewardbook),
    isFrozen: Object.isFrozen(globalThis.stewardbook),
    others: ['require', 'module', 'process', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) => name in globalThis),
  }))
  expect(seen).toEqual({ keys: ['call', 'drop', 'onNotice'], isFrozen: true, others: [] })
})

test('calls are parsed strictly, and only what the contract names is there', async ({ desktop }) => {
  await desktop.launch()
  await expect(desktop.ask('book', 'current', { more: 1 })).rejects.toThrow('invalid-input')
  const ask = (path: unknown, input: unknown) =>
    desktop.page.evaluate(([to, given]) => globalThis.stewardbook.call(to as string, given), [path, input] as const)
  for (const path of [
    'constructor.name',
    '__proto__.x',
    'window.constructor',
    'window.__proto__',
    'book',
    '',
    'desktop.nothing',
    null,
    7,
  ]) {
    expect(await ask(path, {}), String(path)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  }
  expect(await ask('window.choose', { purpose: 'import', target: 'file', path: '/etc/passwd' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  })
  expect(await ask('window.save', { ticket: 'none', fileName: '' })).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
})

test('a page that is not ours is not answered, whatever window it is in', async ({ desktop }) => {
  await desktop.launch()
  await desktop.app.evaluate(async ({ BrowserWindow }) => {
    await BrowserWindow.getAllWindows()[0]?.loadURL('data:text/html,<title>elsewhere</title>')
  })
  await expect.poll(() => desktop.page.title()).toBe('elsewhere')
  const answer = await desktop.page.evaluate(() =>
    globalThis.stewardbook.call('book.current', {}).then(
      () => 'answered',
      (error: Error) => error.message,
    ),
  ) // prettier-ignore
  expect(answer).toContain('This page may not ask.')
})

test('a window that is not one of ours is not answered, even on our own address', async ({ desktop }) => {
  desktop.expectComplaint(/status of 404/) // Chromium asks for a favicon of its own
  const page = await desktop.launch()
  await expect(page.getByRole('heading').first()).toBeVisible()
  const opened = desktop.app.waitForEvent('window')
  await desktop.app.evaluate(async ({ BrowserWindow, app }) => {
    const preload = `${app.getAppPath()}/out/electron/preload.cjs`
    await new BrowserWindow({ show: false, webPreferences: { preload } }).loadURL('app://stewardbook/icon.svg')
  })
  const stranger = await opened
  await stranger.waitForURL(/icon\.svg$/)
  await expect.poll(() => stranger.evaluate(() => 'stewardbook' in globalThis)).toBe(true)
  await expect(stranger.evaluate(() => globalThis.stewardbook.call('book.current', {}))).rejects.toThrow('This page may not ask.')
})

test('links out are asked about, open nothing by themselves, and only http goes', async ({ desktop }) => {
  desktop.expectComplaint(/Not allowed to load local resource/)
  const page = await desktop.launch()
  await expect(page.getByRole('heading').first()).toBeVisible()
  await desktop.app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  const opened = (): Promise<string[]> => desktop.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  const click = (href: string): Promise<void> =>
    page.evaluate((to) => {
      const page = globalThis as unknown as {
        document: { createElement: (name: string) => Record<string, unknown> & { click: () => void } }
      }
      const link = page.document.createElement('a')
      Object.assign(link, { href: to, target: '_blank' })
      link.click()
    }, href)

  await desktop.answerQuestions(0)
  await click('https://example.com/one')
  await expect.poll(() => desktop.questions()).toEqual([expect.stringContaining('https://example.com/one')])
  expect(await opened()).toEqual([])
  await desktop.answerQuestions(1)
  await click('https://example.com/two')
  await expect.poll(opened).toEqual(['https://example.com/two'])
  for (const other of ['file:///etc/passwd', 'mailto:a@example.com', 'smb://example.com/x', 'app://stewardbook/catalog']) await click(other)
  await page.waitForTimeout(300)
  expect(await desktop.questions()).toHaveLength(1)
  expect(await opened()).toEqual(['https://example.com/two'])
  expect(desktop.app.windows()).toHaveLength(1)
})

test('the window goes nowhere else: not by a link, a script, a form, a frame or a fetch', async ({ desktop }) => {
  desktop.expectComplaint(/Content Security Policy|ERR_ABORTED|ERR_BLOCKED_BY_CLIENT|Not allowed to load local resource|Refused to/)
  const page = await desktop.launch()
  await expect(page.getByRole('heading').first()).toBeVisible()
  const before = page.url()
  for (const to of ['https://evil.example/', 'http://127.0.0.1:1/', 'file:///etc/passwd']) {
    await page.evaluate((url) => void Object.assign(globalThis, { location: url }), to).catch(() => undefined)
    await page.waitForTimeout(150)
    expect(page.url(), to).toBe(before)
  }
  const tried = await page.evaluate(async () => {
    const fate = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'reached',
        () => 'refused',
      ) // prettier-ignore
    const results: Record<string, string> = {}
    for (const url of ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd'])
      results[url] = await fate(fetch(url, { mode: 'no-cors' }))
    return results
  })
  expect(Object.values(tried)).toEqual(['refused', 'refused', 'refused'])
  await expect(page.getByRole('heading').first()).toBeVisible()
})

test('nothing runs that is not a file of ours: no inline script, no eval', async ({ desktop }) => {
  desktop.expectComplaint(/Content Security Policy|Refused to|unsafe-eval/)
  const page = await desktop.launch()
  await expect(page.getByRole('heading').first()).toBeVisible()
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.injected = true' }))`,
  )
  expect(await page.evaluate('"injected" in globalThis')).toBe(false)
  const policy = await page.evaluate(() => fetch('/').then((response) => response.headers.get('content-security-policy')))
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toMatch(/unsafe-eval|script-src/)
})

test('only files of the built screens are served', async ({ desktop }) => {
  desktop.expectComplaint(/status of 4/)
  const page = await desktop.launch()
  const status = (path: string): Promise<number> => page.evaluate((to) => fetch(to).then((response) => response.status), path)
  expect(await status('/index.html')).toBe(200)
  for (const path of [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/.%00./x',
    '/%c0%ae%c0%ae/package.json',
  ]) {
    expect([400, 404], path).toContain(await status(path))
  }
  expect(await status('/node/host.js')).toBe(404)
  expect(await page.evaluate(() => fetch('/', { method: 'POST' }).then((response) => response.status))).toBe(405)
})

test('permissions are denied, in later windows too; copying text is allowed', async ({ desktop }) => {
  const book = desktop.makeBook('shop.stewardbook', 'name\norders')
  await desktop.launch({ args: [book] })
  const opened = desktop.app.waitForEvent('window')
  await desktop.clickMenu('file.new-window')
  for (const page of [desktop.page, await opened]) {
    await expect(page.getByRole('heading').first()).toBeAttached()
    const states = await page.evaluate(async () => {
      const { permissions } = navigator as unknown as { permissions: { query: (wish: object) => Promise<{ state: string }> } }
      const found: Record<string, string> = {}
      for (const name of ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read'])
        found[name] = (await permissions.query({ name })).state
      return found
    })
    expect(states).toEqual({
      camera: 'denied',
      microphone: 'denied',
      geolocation: 'denied',
      notifications: 'denied',
      'clipboard-read': 'denied',
    })
  }
})

test('the windows are made with every switch on the safe side', async ({ desktop }) => {
  await desktop.launch()
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences?: () => Record<string, unknown> }
    return contents.getLastWebPreferences?.() ?? {}
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    spellcheck: false,
  })
})
