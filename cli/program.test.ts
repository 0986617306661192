import type { Command } from 'commander'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { AppEvent } from '#contract/events'
import { AppError, type ErrorCode } from '#contract/kit'
import { createProgram } from './program.ts'
import { datasetRow as row, runFixture } from './program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const json = (text: string): unknown => JSON.parse(text)

function walkCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(walkCommands)]
}

describe('every command', () => {
  const deps = { version: '1.2.3' } as Parameters<typeof createProgram>[0]
  const leaves = walkCommands(createProgram(deps)).filter((command) => command.commands.length === 0 || command.name() === 'report')
  const pathOf = (command: Command): string[] => (command.parent === null ? [] : [...pathOf(command.parent), command.name()])

  test('is there', () => {
    expect(leaves.map((command) => pathOf(command).join(' '))).toEqual([
      'book create',
      'book info',
      'book check',
      'book verify',
      'book backup',
      'book copy',
      'sample',
      'today',
      'import dbt',
      'import schema',
      'import datasets',
      'import glossary',
      'import domains',
      'import products',
      'import costs',
      'import links',
      'imports list',
      'imports show',
      'imports original',
      'imports undo',
      'refresh',
      'list datasets',
      'list costs',
      'list assets',
      'list views',
      'list domains',
      'list products',
      'list owners',
      'list terms',
      'show',
      'runs',
      'set dataset',
      'set datasets',
      'same',
      'owners add',
      'owners leave',
      'owners return',
      'owners reassign',
      'owners merge',
      'owners split',
      'decisions list',
      'decisions undo',
      'decisions export',
      'decisions import',
      'search',
      'lineage',
      'report',
      'report list',
      'export datasets',
      'export glossary',
      'export domains',
      'export products',
      'export costs',
      'export changes',
      'serve',
    ])
  })

  test.each(leaves.map((command) => [pathOf(command).join(' ')]))('%s has help with an example', async (path) => {
    const { code, out, error } = await runFixture([...path.split(' '), '--help'])
    expect([code, error]).toEqual([0, ''])
    expect(out).toMatch(new RegExp(`^Usage: stewardbook ${path}`))
    expect(out).toMatch(/Example:\n {2}\$ stewardbook /)
    expect(out).toContain('--json')
    expect(out).not.toMatch(/default: (\[\]|""|0\))|default.*default/)
  })

  test('a sub-command does not offer what only its parent takes', async () => {
    expect((await runFixture(['report', '--help'])).out).toContain('--tier')
    expect((await runFixture(['report', 'list', '--help'])).out).not.toMatch(/--tier|--as-of/)
  })
})

describe('wrong use ends with 2 and one sentence', () => {
  test.each([
    [['nope'], /unknown command 'nope'/i],
    [['show'], /missing required argument 'key'/i],
    [['list', 'datasets', '--nope'], /unknown option '--nope'/i],
    [['lineage', 'orders', '--direction', 'left'], /Allowed choices are up, down, both/],
    [['lineage', 'orders', '--steps', '0'], /a number from 1 to 1000/],
    [['serve', '--port', 'http'], /a number from 0 to 65535/],
    [['list', 'datasets'], /--book FILE/],
    [['book', 'create'], /book create FILE/],
    [['sample'], /missing required argument 'file'/i],
    [['sample', 'a', '--seed', '-1'], /“-1” is no seed/],
    [['sample', 'a', '--until', '2026-02-30'], /“2026-02-30” is no day/],
    [
      ['book', 'create', 'a.stewardbook', '--currency', 'EURO'],
      /^The currency is a code of three letters \(ISO 4217\), such as USD or EUR\.\n?$/,
    ],
    [['book', 'create', 'a.stewardbook', '--currency', 'ZZZ'], /three letters/],
    [['book', 'create', 'a.stewardbook', '--name', ' '], /^“name” is empty\.\n?$/],
    [[...BOOK, 'list', 'datasets', '--as', ''], /'--as <name>' argument '' is invalid/],
    [['serve', '--as', ' '], /--as/],
    [[...BOOK, 'list', 'datasets', '--as', 'a'.repeat(121)], /120/],
    [[...BOOK, 'refresh'], /--all/],
    [[...BOOK, 'refresh', 'x', '--all'], /--all/],
    [[...BOOK, 'report'], /report list/],
    [[...BOOK, 'imports', 'show', '3x'], /not the number of an import/],
    [[...BOOK, 'decisions', 'undo', 'last'], /“last” is not the number of a group/],
    [[...BOOK, 'export', 'changes', '3x'], /not the number of an import/],
    [[...BOOK, 'export', 'datasets', '--columns', 'tier,owners'], /^--columns takes any of key, name, .*, not “owners”/],
    [
      [...BOOK, 'list', 'datasets', '--gap', 'tall'],
      /^--gap takes one of no_owner, not_described, not_classified, no_tests, not “tall”\.\n?$/,
    ],
    [[...BOOK, 'list', 'datasets', '--tier', 'platinum'], /^--tier takes one of gold, silver, bronze, none, not “platinum”\.\n?$/],
    [[...BOOK, 'list', 'datasets', '--classification', 'secret'], /public, internal, confidential, restricted, none/],
    [[...BOOK, 'list', 'datasets', '--status', 'none'], /--status takes one of active, retired/],
    [[...BOOK, 'list', 'datasets', '--freshness', 'old'], /--freshness takes one of on_time, late, unknown/],
    [[...BOOK, 'report', 'catalog', '--tier', 'platinum'], /--tier takes one of/],
    [[...BOOK, 'set', 'dataset', 'orders', 'tier'], /form field=value/],
    [[...BOOK, 'set', 'dataset', 'orders', 'tier=platinum'], /one of gold, silver, bronze/],
    [[...BOOK, 'set', 'dataset', 'orders', 'schema=x'], /schema|Schema/],
    [[...BOOK, 'set', 'dataset', 'orders', 'tier=gold', 'tier='], /given twice/],
    [[...BOOK, 'import', 'dbt', '.', '--option', 'x'], /name=value/],
    [[...BOOK, 'report', 'catalog', '--as-of', '2026-02-31'], /not a time/],
    [[...BOOK, 'report', 'catalog', '--as-of', '2026-02-01T10:00'], /not a time/],
    [[...BOOK, '--json', 'report', 'catalog', '--format', 'html'], /--out/],
    [[...BOOK, '--json', 'export', 'datasets', '--format', 'csv'], /^--json prints JSON, not csv: write it with --out FILE, or/],
    [[...BOOK, '--json', 'export', 'glossary'], /not csv: write it with --out FILE/],
    [[...BOOK, '--json', 'export', 'glossary', '--format', 'datahub'], /not datahub: .*--out FILE/],
    ...['domains', 'products', 'costs'].map((noun): [string[], RegExp] => [[...BOOK, '--json', 'export', noun], /--out FILE/]),
    [[...BOOK, '--json', 'export', 'changes', '3'], /not csv: .*--out FILE/],
  ])('%j', async (args, sentence) => {
    const plainly = await runFixture(args.filter((arg) => arg !== '--json'))
    const asJson = await runFixture([...args, '--json'])
    expect(asJson).toMatchObject({ code: 2, error: '' })
    expect(json(asJson.out)).toEqual({
      error: { code: 'invalid-input', message: expect.stringMatching(sentence), details: expect.any(Object) },
    })
    expect(args.includes('--json') ? sentence.source : plainly.error).toMatch(args.includes('--json') ? /./ : sentence)
  })
})

describe('serve', () => {
  test('opens the screens on a folder, and gives the host back at the end', async () => {
    const { code, opened, closed } = await runFixture(['serve', '--root', '..', '--book', 'a.stewardbook'], { cwd: import.meta.dirname })
    const folder = import.meta.dirname
    expect([code, closed]).toEqual([0, 1])
    expect(opened).toEqual([{ root: join(folder, '..'), bookPath: join(folder, 'a.stewardbook'), holder: 'browser' }])
  })
  test('says at once that a folder is not there', async () => {
    expect(await runFixture(['serve', '--root', 'nowhere'])).toMatchObject({
      code: 3,
      opened: [],
      error: 'There is no folder “nowhere”.\n',
    })
  })
})

describe('an error of the catalog', () => {
  test.each<[ErrorCode, number]>([
    ['invalid-input', 2],
    ['not-found', 3],
    ['ambiguous', 3],
    ['conflict', 3],
    ['bad-file', 3],
    ['book-missing', 3],
    ['book-foreign', 3],
    ['book-newer', 3],
    ['book-damaged', 3],
    ['book-locked', 3],
    ['book-read-only', 3],
    ['disk-full', 3],
    ['cancelled', 130],
    ['internal', 70],
  ])('%s ends with %d', async (code, expected) => {
    const openHost = () => Promise.reject(new AppError(code, 'A sentence.', { file: 'a' }))
    expect(await runFixture([...BOOK, 'list', 'datasets'], { openHost })).toMatchObject({ code: expected, out: '', error: 'A sentence.\n' })
    const { code: exit, out } = await runFixture([...BOOK, 'list', 'datasets', '--json'], { openHost })
    expect([exit, json(out)]).toEqual([expected, { error: { code, message: 'A sentence.', details: { file: 'a' } } }])
  })

  test('names the catalog file with its whole path', async () => {
    const openHost = () =>
      Promise.reject(new AppError('book-damaged', 'The catalog file “a.stewardbook” is damaged.', { path: '/data/a.stewardbook' }))
    expect((await runFixture([...BOOK, 'list', 'datasets'], { openHost })).error).toBe(
      'The catalog file “/data/a.stewardbook” is damaged.\n',
    )
  })

  test('that is a bug says where it is, and is none of the other codes', async () => {
    const openHost = () => Promise.reject(new TypeError('x is undefined'))
    const { code, error } = await runFixture([...BOOK, 'list', 'datasets'], { openHost })
    expect(code).toBe(70)
    expect(error).toMatch(/Something went wrong: x is undefined\n.*TypeError/s)
  })

  test('lists what an ambiguous name could mean, and closes the catalog file', async () => {
    const get = () => {
      throw new AppError('ambiguous', 'Two datasets are called “orders”.', { candidates: ['dbt:a/orders', 'dbt:b/orders\u001b[2J'] })
    }
    const { code, error, closed } = await runFixture([...BOOK, 'show', 'orders'], { handlers: { datasets: { get } } })
    expect([code, closed]).toEqual([3, 1])
    expect(error).toBe('Two datasets are called “orders”.\n  dbt:a/orders\n  dbt:b/orders\ufffd[2J\n')
  })
})

describe('the catalog file', () => {
  const handlers = { datasets: { list: () => ({ items: [], total: 0, nextCursor: null }) } }
  test.each([
    [['--book', 'a.stewardbook', 'list', 'datasets'], {}, '/home/ada/a.stewardbook'],
    [['list', 'datasets', '--book', '/b.stewardbook'], { STEWARDBOOK_BOOK: '/c' }, '/b.stewardbook'],
    [['list', 'datasets'], { STEWARDBOOK_BOOK: 'c.stewardbook' }, '/home/ada/c.stewardbook'],
  ])('of %j', async (args, env, bookPath) => {
    expect((await runFixture([...args, '--as', 'Ada'], { env, handlers })).opened).toEqual([
      { bookPath, author: 'Ada', holder: 'cli', onUnsafeWrite: expect.any(Function) },
    ])
  })
})

test('a list is asked for page by page and printed whole', async () => {
  const asked: unknown[] = []
  const list = (input: { cursor?: string | undefined; limit: number }) => {
    asked.push(input)
    const from = Number(input.cursor ?? 0)
    return {
      items: Array.from({ length: Math.min(200, 450 - from) }, (_, index) => row(from + index)),
      total: 450,
      nextCursor: from + 200 < 450 ? String(from + 200) : null,
    }
  }
  const { out } = await runFixture(
    [...BOOK, '--json', 'list', 'datasets', '--filter', 'm', '--owner', 'none', '--tier', 'Gold', '--tier', 'silver'],
    { handlers: { datasets: { list } } },
  )
  const document = json(out) as { items: { name: string }[]; total: number }
  expect(document.items.map((item) => item.name)).toEqual(Array.from({ length: 450 }, (_, index) => `m${index}`))
  expect(Object.keys(document)).toEqual(['items', 'total'])
  expect(asked).toHaveLength(3)
  expect(asked[0]).toMatchObject({ limit: 200, filter: { text: 'm', ownerTeam: [''], tier: ['gold', 'silver'] } })
})

test('a table is aligned and without colours', async () => {
  const handlers = { datasets: { list: () => ({ items: [row(0), row(100)], total: 2, nextCursor: null }) } }
  expect((await runFixture([...BOOK, 'list', 'datasets'], { handlers })).out).toBe(
    [
      'NAME  SCHEMA  OWNER       DOMAIN  TIER  CLASSIFICATION  COLUMNS  CHECKS  KEY',
      'm0    main    Order desk  -       -     not classified        0       0  dbt:shop/model.shop.m0',
      'm100  main    -           -       -     not classified      100       0  dbt:shop/model.shop.m100',
      '',
      '2 datasets',
      '',
    ].join('\n'),
  )
})

describe('lineage', () => {
  test('of any size is read page by page, the root once', async () => {
    const all = Array.from({ length: 501 }, (_, index) => `n${index}`)
    const asked: unknown[] = []
    const around = ({ steps, skip, limit }: { steps: number | null; skip: number; limit: number }) => {
      asked.push(steps)
      const page = all.slice(1).slice(skip, skip + limit)
      const node = (key: string) => ({
        key,
        name: key.toUpperCase(),
        kind: 'dataset' as const,
        schema: null,
        resourceType: null,
        status: 'active' as const,
        classification: null,
        ownerTeam: null,
        piiColumnCount: 0,
        failingCheckCount: 0,
        step: key === 'n0' ? 0 : -1,
        upstreamCount: 0,
        downstreamCount: 0,
      })
      return {
        root: 'n0',
        nodes: ['n0', ...page].map(node),
        edges: page.map((from) => ({ from, to: 'n0' })),
        hidden: 500 - skip - page.length,
      }
    }
    const { out } = await runFixture([...BOOK, 'lineage', 'n0', '--direction', 'up', '--json'], { handlers: { lineage: { around } } })
    const document = json(out) as { root: string; nodes: { key: string }[]; edges: unknown[]; hidden: number }
    expect(document.nodes.map((node) => node.key)).toEqual(all)
    expect(document.nodes[1]).toEqual({ key: 'n1', name: 'N1', kind: 'dataset' })
    expect(document.edges).toHaveLength(500)
    expect([document.root, document.hidden]).toEqual(['n0', 0])
    expect(asked).toEqual([null, null, null])
  })
})

describe('waiting for a job', () => {
  const job = (state: 'running' | 'done' | 'failed' | 'cancelled') => ({
    jobId: 'j',
    kind: 'refresh' as const,
    title: 'Refreshing',
    state,
    step: 'Reading manifest.json',
    done: 5,
    total: 10,
    startedAtMs: 0,
    endedAtMs: null,
    error: state === 'failed' ? { code: 'bad-file', message: 'Row 7 is broken.', details: { row: 7 } } : null,
    importId: null,
  })
  const item = {
    sourceId: 1,
    name: 'shop',
    outcome: 'failed' as const,
    importId: null,
    changes: null,
    renames: null,
    undoneAtMs: null,
    error: 'There is no file or folder “r2”.',
  }
  const source = {
    ...{
      sourceId: 1,
      name: 'shop',
      format: 'dbt' as const,
      target: null,
      place: '/data/r2',
      canRefresh: true,
      fileState: 'missing' as const,
    },
    ...{
      undone: null,
      checkedAtMs: null,
      isStale: false,
      staleAfterDays: 30,
      options: {},
      assetCount: 0,
      importCount: 1,
      lastImport: null,
    },
  }

  test('shows its steps on stderr and nothing else on stdout', async () => {
    const events = new Set<(event: AppEvent) => void>()
    let asked = 0
    const handlers = {
      sources: {
        refresh: () => ({ jobId: 'j' }),
        refreshResult: () => ({ items: [{ ...item, outcome: 'unchanged' as const, error: null }] }),
      },
      jobs: {
        get: () => {
          asked += 1
          for (const listener of events) listener({ kind: 'progress', job: job('running') })
          if (asked === 1) setImmediate(() => events.forEach((listener) => listener({ kind: 'progress', job: job('done') })))
          return job(asked === 1 ? 'running' : 'done')
        },
      },
    }
    // Without timers it is told by the event or never.
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const ran = await runFixture([...BOOK, '--json', 'refresh', '--all'], { handlers, events }).finally(() => vi.useRealTimers())
    expect(ran).toMatchObject({ code: 0, error: 'Reading\nReading manifest.json\n' })
    expect(json(ran.out)).toMatchObject({ items: [{ name: 'shop', outcome: 'unchanged' }], total: 1 })
    expect(events.size).toBe(0)
    const live = await runFixture([...BOOK, '--json', 'refresh', '--all'], { handlers, events, isErrorTerminal: true })
    expect(live.error).toContain('\r\u001b[2KReading manifest.json 50 %')
    expect(live.error.endsWith('\u001b[2K')).toBe(true)
    expect((await runFixture([...BOOK, '--quiet', 'refresh', '--all'], { handlers, events })).error).toBe('')
  })

  test('files that were undone are left alone: no failure, and said with when', async () => {
    const left = { ...item, outcome: 'undone' as const, importId: 2, undoneAtMs: Date.UTC(2026, 0, 10, 8), error: null }
    const handlers = {
      sources: { refresh: () => ({ jobId: 'j' }), refreshResult: () => ({ items: [left] }) },
      jobs: { get: () => job('done') },
    }
    const { code, out } = await runFixture([...BOOK, 'refresh', '--all'], { handlers })
    expect(code).toBe(0)
    expect(out).toMatch(/shop\s+undone\s+2\s+undone on 2026-01-10.*; not imported again until the files change or you import them by name/)
    expect(json((await runFixture([...BOOK, '--json', 'refresh', '--all'], { handlers })).out)).toMatchObject({ items: [left], total: 1 })
  })

  test('possible renames are told of, with what to say, so that nothing waits on an old name unseen', async () => {
    const rename = (index: number) => ({
      from: `dbt:shop/a${index}`,
      fromName: 'a',
      to: `dbt:shop/b${index}`,
      toName: 'b',
      sameColumns: 3,
      allColumns: 4,
    })
    const changes = { added: 1, changed: 0, removed: 1, unchanged: 0, conflicts: 0 }
    const news = { ...item, outcome: 'imported' as const, importId: 7, changes, error: null }
    const renames = { items: Array.from({ length: 20 }, (_, index) => rename(index)), total: 30, remark: null }
    const other = { ...news, name: 'other', importId: 8, renames: { items: [], total: 0, remark: 'Too many to compare.' } }
    const handlers = {
      sources: { refresh: () => ({ jobId: 'j' }), refreshResult: () => ({ items: [{ ...news, renames }, other] }) },
      jobs: { get: () => job('done') },
    }
    const { code, out } = await runFixture([...BOOK, 'refresh', '--all'], { handlers })
    expect(code).toBe(0)
    expect(out).toContain('Too many to compare.')
    expect(out).toMatch(
      /30 possible renames\. .*: stewardbook --book FILE same OLD NEW\nOLD .*\ndbt:shop\/a0 +dbt:shop\/b0 +3 of 4 the same\n/,
    )
    expect(out).toMatch(/\nand 20 more: imports show 7 --json\n/)
    expect(json((await runFixture([...BOOK, '--json', 'refresh', '--all'], { handlers })).out)).toMatchObject({ items: [{ renames }, {}] })
  })

  test('a source that can’t be read is bad input; the others are still said', async () => {
    const handlers = {
      sources: {
        refresh: () => ({ jobId: 'j' }),
        refreshResult: () => ({ items: [item] }),
        list: () => ({ items: [source], total: 1 }),
      },
      jobs: { get: () => job('done') },
    }
    expect(await runFixture([...BOOK, 'refresh', '--all'], { handlers })).toMatchObject({
      code: 3,
      out: expect.stringContaining('There is no file or folder “/data/r2”.'),
    })
  })

  test('fails as the job failed', async () => {
    const handlers = { sources: { refresh: () => ({ jobId: 'j' }) }, jobs: { get: () => job('failed') } }
    const { code, out } = await runFixture([...BOOK, '--json', 'refresh', '--all'], { handlers })
    expect([code, json(out)]).toEqual([3, { error: { code: 'bad-file', message: 'Row 7 is broken.', details: { row: 7 } } }])
  })

  test('Ctrl+C cancels it and waits for that', async () => {
    const interrupts = new Set<() => void>()
    let isCancelled = false
    const handlers = {
      sources: { refresh: () => ({ jobId: 'j' }) },
      jobs: {
        get: () => {
          setTimeout(() => interrupts.forEach((interrupt) => interrupt()), 1)
          return job(isCancelled ? 'cancelled' : 'running')
        },
        cancel: () => {
          isCancelled = true
          return {}
        },
      },
    }
    expect(await runFixture([...BOOK, 'refresh', '--all'], { handlers, interrupts })).toMatchObject({ code: 130, closed: 1 })
  })
})

describe('a report', () => {
  const asked: unknown[] = []
  const handlers = {
    reports: {
      export: (input: unknown) => {
        asked.push(input)
        return { ticket: 't', fileName: 'catalog.md', sizeBytes: 9 }
      },
    },
  }
  const downloads = { t: '# Catalog' }

  test('is printed as it is, or written whole to a file whose ending says the format', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
    expect(await runFixture([...BOOK, 'report', 'catalog', '--domain', 'finance'], { handlers, downloads })).toMatchObject({
      code: 0,
      out: '# Catalog',
    })
    const written = await runFixture([...BOOK, 'report', 'catalog', '--out', 'c.HTML', '--as-of', '2026-03-31', '--json'], {
      handlers,
      downloads,
      cwd,
    })
    expect(json(written.out)).toEqual({ report: 'catalog', format: 'html', file: 'c.HTML', sizeBytes: 9 })
    expect(readFileSync(join(cwd, 'c.HTML'), 'utf8')).toBe('# Catalog')
    await runFixture([...BOOK, 'report', 'catalog', '--json'], { handlers, downloads })
    expect(asked).toEqual([
      { name: 'catalog', format: 'md', scope: { filter: { domain: ['finance'] } } },
      { name: 'catalog', format: 'html', scope: { filter: {}, asOfMs: Date.UTC(2026, 2, 31, 23, 59, 59, 999) } },
      { name: 'catalog', format: 'json', scope: { filter: {} } },
    ])
    const failed = await runFixture([...BOOK, 'report', 'catalog', '--out', 'nowhere/c.md'], { handlers, downloads, cwd })
    expect(failed).toMatchObject({ code: 3, error: '“nowhere/c.md” can’t be written: its folder does not exist.\n' })
    expect(readdirSync(cwd)).toEqual(['c.HTML'])
    rmSync(cwd, { recursive: true })
  })

  test('list needs no catalog file', async () => {
    const list = () => ({ items: [{ name: 'catalog', title: 'Catalog', summary: 'All of it.' }], total: 1 })
    const { code, out, opened } = await runFixture(['report', 'list'], { handlers: { reports: { list } } })
    expect([code, opened[0]?.bookPath]).toEqual([0, undefined])
    expect(out).toContain('All of it.')
  })
})
