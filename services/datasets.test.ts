import { describe, expect, it } from 'vitest'
import type { IntakeItem, IntakeRunResult } from '#core/importers/intake'
import type { JsonValue } from '#core/json'
import { rebuildFacetCounts } from '#db/facet-counts'
import { CHANGED_BY_DECISIONS, decide, undoGroup } from './decide.ts'
import { commit } from './deps.ts'
import { ask } from './testing/ask.ts'
import { dataset, smallBook, type SmallBook, tell, thing } from './testing/small-book.ts'

const key = (name: string): string => `dbt:shop/model.shop.${name}`
const column = (name: string, fields: Record<string, JsonValue> = {}) => ({ name, fields })

function check(name: string, columnName: string | null = null, carriesValues: readonly string[] = []) {
  return thing('check', name, { check: { datasetName: 'model.shop.orders', columnName, checkType: 'not_null' }, carriesValues })
}

function results(runId: string, outcomes: Readonly<Record<string, IntakeRunResult['outcome']>>, endedAtMs = 1000): IntakeItem[] {
  const run = {
    kind: 'run' as const,
    externalId: runId,
    pipelineName: 'pipeline.shop',
    command: 'build',
    startedAtMs: 1,
    endedAtMs,
    status: 'success' as const,
    extras: {},
  }
  const result = {
    kind: 'run-result' as const,
    runExternalId: runId,
    startedAtMs: 1,
    endedAtMs,
    durationSeconds: 1,
    rowsAffected: null,
    bytesProcessed: null,
    adapterResponse: {},
    extras: {},
  }
  const told = Object.entries(outcomes).map(([name, outcome]) => ({
    ...result,
    name,
    sourceStatus: outcome,
    outcome,
    failures: outcome === 'fail' ? 3 : 0,
    message: outcome === 'fail' ? 'Got 3 results' : null,
    fileIndex: 0,
    position: name,
  }))
  return [run, ...told]
}

async function shop(): Promise<SmallBook> {
  const book = smallBook()
  await tell(book, [
    dataset('raw_orders', { upstream: ['source.shop.gone'] }),
    dataset('orders', {
      fields: { description: 'Purchases.', ownerTeam: 'Commerce', tier: 'gold', classification: 'internal', tags: ['core', 'pii'] },
      columns: [
        { ...column('id', { dataType: 'int' }), extras: { numeric_precision: '38' } },
        column('email', { dataType: 'text', piiType: 'email', description: 'Where to write.' }),
      ],
      upstream: ['model.shop.raw_orders', 'source.shop.web'],
      sql: { raw: 'select * from {{ ref("raw_orders") }}', compiled: 'select * from raw_orders', language: 'sql' },
      extras: { patch_path: 'x.yml' },
    }),
    dataset('report', { upstream: ['model.shop.orders'] }),
    thing('exposure', 'board', { upstream: ['model.shop.orders'] }),
    check('not_null_id', 'id'),
    check('email_ok', 'EMAIL', ['arguments.values']),
    check('whole_table'),
    ...results('r1', { 'check.shop.not_null_id': 'pass', 'check.shop.email_ok': 'fail', 'model.shop.orders': 'success' }),
  ])
  return book
}

describe('what a source counts itself', () => {
  const usageOf = async (extras: Record<string, JsonValue>) => {
    const book = smallBook()
    const result = { ...results('r', { 'model.shop.orders': 'success' })[1], extras: { thread_id: 'T1' } } as IntakeItem
    const run = results('r', {})[0] as IntakeItem
    await tell(book, [dataset('orders', { fields: { avgDailyQueries: 5 }, extras }), run, result])
    return ask(book, 'datasets', 'get', { key: key('orders') })
  }
  it('is shown with the time it counted over, or that it does not name one; nothing else is', async () => {
    const named = await usageOf({ usageWindow: { days: 30 } })
    const field = (name: string, of = named) => of.fields.find((one) => one.field === name)?.provenance
    expect(field('avgDailyQueries')).toMatchObject({ kind: 'fact', counted: 'counted over 30 days' })
    expect(field('name')).not.toHaveProperty('counted')
    expect(field('avgDailyQueries', await usageOf({}))).toMatchObject({ counted: 'the source does not name its window' })
  })
  it('leaves what a result says beyond its fields with the thing it is about', async () => {
    expect((await usageOf({})).extras).toEqual({ shop: { 'newest result': { thread_id: 'T1' } } })
  })
})

const setField = (book: SmallBook, field: string, value: JsonValue | null, reason = 'because', columnName = '', subject = key('orders')) =>
  commit(book.deps, ['datasets'], (write) => decide(book.deps, write, [{ subject, column: columnName, field, value }], reason))

describe('datasets.list and facets', () => {
  it('lists active datasets by name, with their rows', async () => {
    const book = await shop()
    const { items, total, nextCursor } = await ask(book, 'datasets', 'list', {})
    expect(items.map((row) => row.name)).toEqual(['orders', 'raw_orders', 'report'])
    expect([total, nextCursor]).toEqual([3, null])
    expect(items[0]).toMatchObject({
      key: key('orders'),
      schema: 'main',
      status: 'active',
      ownerTeam: 'Commerce',
      tier: 'gold',
      classification: 'internal',
      tags: ['core', 'pii'],
      sourceNames: ['shop'],
      columnCount: 2,
      piiColumnCount: 1,
      checkCount: 3,
      failingCheckCount: 1,
      upstreamCount: 1,
      downstreamCount: 2,
      lastSuccessfulRunMs: 1000,
      freshness: 'unknown',
      hasConflict: false,
    })
  })

  it('pages by cursor, and refuses one of another order', async () => {
    const book = await shop()
    const first = await ask(book, 'datasets', 'list', { limit: 2, sort: { by: 'ownerTeam', direction: 'asc' } })
    expect(first.items.map((row) => row.name)).toEqual(['orders', 'raw_orders'])
    const cursor = first.nextCursor ?? ''
    const second = await ask(book, 'datasets', 'list', { limit: 2, sort: { by: 'ownerTeam', direction: 'asc' }, cursor })
    expect([second.items.map((row) => row.name), second.nextCursor, second.total]).toEqual([['report'], null, 3])
    const last = await ask(book, 'datasets', 'list', { limit: 2, sort: { by: 'ownerTeam', direction: 'asc' }, skip: 2 })
    expect(last).toEqual(second)
    const behind = await ask(book, 'datasets', 'list', { skip: 7 })
    expect(behind).toEqual({ items: [], total: 3, nextCursor: null })
    await expect(ask(book, 'datasets', 'list', { cursor })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(ask(book, 'datasets', 'list', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('keeps a page below its size in bytes, and loses nothing by it', async () => {
    const book = smallBook()
    await tell(
      book,
      Array.from({ length: 12 }, (_, index) =>
        dataset(`d${String(index).padStart(2, '0')}`, { fields: { description: 'ä'.repeat(20_000) } }),
      ),
    )
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await ask(book, 'datasets', 'list', cursor === undefined ? {} : { cursor })
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(256 * 1024)
      names.push(...page.items.map((row) => row.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(names).toHaveLength(12)
    expect(new Set(names).size).toBe(12)
  })

  it('counts facets in words, biggest first, and follows decisions', async () => {
    const book = await shop()
    const facet = async (name: string, filter = {}) =>
      (await ask(book, 'datasets', 'facets', { filter })).facets.find((one) => one.facet === name)?.values
    expect(await facet('ownerTeam')).toEqual([
      { value: '', label: 'No owner', count: 2 },
      { value: 'Commerce', label: 'Commerce', count: 1 },
    ])
    setField(book, 'ownerTeam', 'Data', '', '', key('report'))
    expect(await facet('ownerTeam')).toEqual([
      { value: '', label: 'No owner', count: 1 },
      { value: 'Commerce', label: 'Commerce', count: 1 },
      { value: 'Data', label: 'Data', count: 1 },
    ])
    expect(await facet('classification')).toEqual([
      { value: '', label: 'Not classified', count: 2 },
      { value: 'internal', label: 'Internal', count: 1 },
    ])
    expect(await facet('gap', { tier: ['gold'] })).toEqual([])
    expect(await facet('tier', { tier: ['gold'] })).toEqual(await facet('tier'))
    expect((await ask(book, 'datasets', 'facets', { filter: { tier: ['gold'] } })).total).toBe(1)
  })

  it('counts the same from the counters as from the rows', async () => {
    const book = await shop()
    setField(book, 'domain', 'Sales')
    const counted = await ask(book, 'datasets', 'facets', {})
    rebuildFacetCounts(book.write)
    expect(await ask(book, 'datasets', 'facets', {})).toEqual(counted)
    expect((await ask(book, 'datasets', 'facets', { filter: { status: ['active'] } })).facets).toEqual(counted.facets)
  })

  it('lists at most fifty values and counts the rest', async () => {
    const book = smallBook()
    await tell(
      book,
      Array.from({ length: 60 }, (_, index) => dataset(`d${index}`, { fields: { ownerTeam: `Team ${index}` } })),
    )
    const owners = (await ask(book, 'datasets', 'facets', {})).facets.find((one) => one.facet === 'ownerTeam')
    expect([owners?.values.length, owners?.hidden]).toEqual([50, 10])
  })
})

describe('datasets.get', () => {
  const field = (answer: Awaited<ReturnType<typeof get>>, name: string) => answer.fields.find((one) => one.field === name)
  const get = (book: SmallBook, name: string) => ask(book, 'datasets', 'get', { key: name })

  it('fills the computed fields and says from what', async () => {
    const answer = await get(await shop(), 'orders')
    expect(field(answer, 'sources')).toMatchObject({ value: ['raw_orders', 'source.shop.web'], provenance: { kind: 'computed' } })
    expect(field(answer, 'downstream')?.value).toEqual(['board', 'report'])
    expect(field(answer, 'tests')?.value).toEqual(['email_ok', 'not_null_id', 'whole_table'])
    expect(field(answer, 'lastScore')).toMatchObject({
      value: 50,
      provenance: { kind: 'computed', from: 'latest result of each attached check' },
    })
    expect(field(answer, 'piiColumns')?.value).toEqual(['email'])
    expect(field(answer, 'lastSuccessfulRunMs')?.value).toBe(1000)
    expect(field(answer, 'ownerTeam')).toMatchObject({
      value: 'Commerce',
      provenance: { kind: 'fact', sourceName: 'shop', part: 'manifest' },
    })
  })

  it('names what is missing and never shows it as zero', async () => {
    const book = await shop()
    await tell(book, [dataset('plain', { name: 'plain', part: 'schema', upstream: null })], {
      source: { format: 'schema', name: 'dwh' },
      covers: [],
    })
    const answer = await get(book, 'plain')
    const missing = (name: string) => field(answer, name)
    const none = (text: string) => ({ value: null, provenance: { kind: 'none', missing: text } })
    expect(missing('sources')).toMatchObject(none('no source tells of links'))
    expect(missing('downstream')).toMatchObject(none('no source tells of links'))
    expect(missing('tests')).toMatchObject(none('no check is attached to it'))
    expect(missing('lastScore')).toMatchObject(none('no check has run'))
    expect(missing('knownIssues')).toMatchObject(none('no open issue names it'))
    expect(missing('piiColumns')).toMatchObject(none('no column is marked as personal'))
    expect(missing('costMonthly')).toMatchObject(none('no cost entry names it'))
    expect(missing('avgDailyQueries')).toMatchObject(none('no source counts queries'))
    expect(missing('steward')).toMatchObject(none('no source says'))
    // A source that tells of links and has none for it says so.
    expect(field(await get(book, 'report'), 'downstream')?.value).toEqual([])
  })

  it('keeps what a list import said of a computed field', async () => {
    const book = await shop()
    await tell(
      book,
      [dataset('orders', { name: 'orders', part: 'datasets', upstream: null, fields: { costMonthly: '12.50', lastScore: 93 } })],
      { source: { format: 'datasets', name: 'list' }, covers: [] },
    )
    const answer = await get(book, 'model.shop.orders')
    expect(field(answer, 'costMonthly')).toMatchObject({ value: '12.50', provenance: { kind: 'fact', sourceName: 'list' } })
    expect(field(answer, 'lastScore')).toMatchObject({ value: 50, others: [{ value: 93, provenance: { kind: 'fact' } }] })
    expect(answer.keys.map((one) => [one.key, one.sourceName, one.format])).toEqual([
      [key('orders'), 'shop', 'dbt'],
      ['datasets:list/orders', 'list', 'datasets'],
    ])
  })

  it('shows links, missing names, extras and times', async () => {
    const book = await shop()
    const answer = await get(book, 'shop.main.orders')
    expect(answer.upstream.map((ref) => ref.name)).toEqual(['raw_orders'])
    expect(answer.downstream.map((ref) => `${ref.kind} ${ref.name}`)).toEqual(['exposure board', 'dataset report'])
    expect(answer.missingUpstream).toEqual(['source.shop.web'])
    expect(answer.extras).toEqual({ shop: { manifest: { patch_path: 'x.yml' } } })
    expect(answer.hasSql).toBe(true)
    expect(answer.firstSeenMs).toBe(book.clock.nowMs - 30_000)
    expect(answer.lastChangedMs).toBe(book.clock.nowMs)
    book.clock.nowMs += 5
    setField(book, 'steward', 'Ada')
    expect((await get(book, 'orders')).lastChangedMs).toBe(book.clock.nowMs)
    expect((await get(book, 'report')).hasSql).toBe(false)
  })

  it('lists open issues that name it', async () => {
    const book = await shop()
    const hand = (name: string, fields: Record<string, JsonValue>) =>
      commit(book.deps, ['assets'], (write) => {
        write
          .prepare(
            `insert or ignore into source (id, identity, format, name, options, metaMapping, createdAtMs) values (99, 'hand', 'hand', 'hand', '{}', '[]', 0)`,
          )
          .run()
        const subject = `hand/issue.${name}`
        write
          .prepare(
            `insert into asset_key (sourceId, name, urn, kind, assetId) values (99, ?, ?, 'issue', (select coalesce(max(id), 0) + 1 from asset_key))`,
          )
          .run(`issue.${name}`, subject)
        decide(
          book.deps,
          write,
          Object.entries({ exists: true, name, ...fields }).map(([fieldName, value]) => ({ subject, column: '', field: fieldName, value })),
          '',
        )
      })
    hand('late', { dataset: 'orders' })
    hand('by key', { dataset: key('orders'), issueStatus: 'open', severity: 'P2' })
    hand('by table', { dataset: 'SHOP.main.orders' })
    hand('closed', { dataset: 'orders', issueStatus: 'closed' })
    hand('other', { dataset: 'report' })
    hand('worst', { dataset: 'orders', severity: 'P0' })
    const orders = await get(book, 'orders')
    expect(field(orders, 'knownIssues')?.value).toEqual(['worst', 'by key', 'by table', 'late'])
    expect(orders.issues).toEqual([
      { key: 'hand/issue.worst', name: 'worst', severity: 'P0' },
      { key: 'hand/issue.by key', name: 'by key', severity: 'P2' },
      { key: 'hand/issue.by table', name: 'by table', severity: null },
      { key: 'hand/issue.late', name: 'late', severity: null },
    ])
  })

  it('still shows a dataset that left its source', async () => {
    const book = await shop()
    await tell(book, [dataset('report')])
    const answer = await get(book, 'orders')
    expect(answer.row.status).toBe('retired')
    expect(field(answer, 'ownerTeam')?.value).toBe('Commerce')
    expect(answer.hasSql).toBe(true)
    expect(answer.missingUpstream).toEqual(['source.shop.web'])
    expect((await ask(book, 'datasets', 'list', {})).items.map((row) => row.name)).toEqual(['report'])
    expect((await ask(book, 'datasets', 'list', { filter: { status: ['retired'] } })).items.map((row) => row.name)).toEqual([
      'orders',
      'raw_orders',
    ])
    expect((await ask(book, 'datasets', 'columns', { key: 'orders' })).total).toBe(2)
  })
})

describe('datasets.columns, checks and sql', () => {
  it('shows columns with their checks and evidence', async () => {
    const book = await shop()
    setField(book, 'description', 'The address.', 'asked', 'email')
    const { items, total } = await ask(book, 'datasets', 'columns', { key: 'orders' })
    expect(total).toBe(2)
    expect(items[1]).toMatchObject({
      name: 'email',
      ordinal: 2,
      dataType: 'text',
      piiType: 'email',
      presence: 'unknown',
      description: 'The address.',
    })
    expect(items[1]?.fields.find((one) => one.field === 'description')).toMatchObject({
      provenance: { kind: 'decision', overruled: 1 },
      others: [{ value: 'Where to write.' }],
    })
    expect(items[0]?.checks).toEqual([{ name: 'not_null_id', checkType: 'not_null', lastOutcome: 'pass' }])
    expect(items.map((row) => row.extras)).toEqual([{ shop: { manifest: { numeric_precision: '38' } } }, {}])
    const page = await ask(book, 'datasets', 'columns', { key: 'orders', limit: 1 })
    const next = await ask(book, 'datasets', 'columns', { key: 'orders', limit: 1, cursor: page.nextCursor ?? '' })
    expect([next.items.map((row) => row.name), next.nextCursor]).toEqual([['email'], null])
  })

  it('lists checks, failing first, with their newest telling result', async () => {
    const book = await shop()
    await tell(book, results('r2', { 'check.shop.not_null_id': 'compiled', 'check.shop.email_ok': 'skipped' }, 2000), { covers: [] })
    const { items, total } = await ask(book, 'datasets', 'checks', { key: 'orders' })
    expect(total).toBe(3)
    expect(
      items.map((row) => [row.name, row.columnName, row.lastOutcome, row.lastRunMs, row.failures, row.message, row.carriesValues]),
    ).toEqual([
      ['email_ok', 'EMAIL', 'fail', 1000, 3, 'Got 3 results', true],
      ['not_null_id', 'id', 'pass', 1000, 0, null, false],
      ['whole_table', null, null, null, null, null, false],
    ])
    expect(items[0]).toMatchObject({ checkType: 'not_null', style: 'generic', severity: 'error', arguments: {} })
    const page = await ask(book, 'datasets', 'checks', { key: 'orders', limit: 2 })
    const next = await ask(book, 'datasets', 'checks', { key: 'orders', limit: 2, cursor: page.nextCursor ?? '' })
    expect(next.items.map((row) => row.name)).toEqual(['whole_table'])
  })

  it('gives the newest SQL, cut where it is too long', async () => {
    const book = await shop()
    expect(await ask(book, 'assets', 'sql', { key: 'orders' })).toEqual({
      raw: 'select * from {{ ref("raw_orders") }}',
      compiled: 'select * from raw_orders',
      language: 'sql',
      isCut: false,
    })
    expect(await ask(book, 'assets', 'sql', { key: 'report' })).toEqual({ raw: null, compiled: null, language: null, isCut: false })
    await tell(book, [dataset('report', { sql: { raw: 'ä'.repeat(150_000), compiled: null, language: 'sql' } })])
    const cut = await ask(book, 'assets', 'sql', { key: 'report' })
    expect([cut.isCut, cut.raw]).toEqual([true, 'ä'.repeat(102_400)])
  })
})

describe('datasets.history', () => {
  const history = (book: SmallBook, input: { limit?: number; cursor?: string } = {}) =>
    ask(book, 'datasets', 'history', { key: key('orders'), ...input })

  it('tells imports and decisions, newest first, with before and after', async () => {
    const book = smallBook()
    const first = await tell(book, [dataset('orders', { fields: { description: 'old' }, columns: [column('id', { dataType: 'int' })] })])
    setField(book, 'ownerTeam', 'Data', 'they said so')
    setField(book, 'description', 'by hand', 'clearer')
    const second = await tell(book, [
      dataset('orders', {
        fields: { description: 'new' },
        columns: [column('id', { dataType: 'bigint' }), column('at')],
        upstream: ['model.shop.x'],
      }),
    ])
    setField(book, 'description', null, 'the source is right')
    const { items, total } = await history(book)
    expect(total).toBe(5)
    expect(items.map((item) => [item.kind, item.who, item.reason, item.importId])).toEqual([
      ['undo', 'Tester', 'the source is right', null],
      ['import', 'shop', null, second],
      ['decision', 'Tester', 'clearer', null],
      ['decision', 'Tester', 'they said so', null],
      ['import', 'shop', null, first],
    ])
    // What was decided anew since is none to undo, and an import has a page of its own for it.
    expect(items.map((item) => item.undo)).toEqual(['offered', 'none', 'none', 'offered', 'none'])
    expect(items[0]?.changes).toEqual([{ column: null, field: 'description', before: 'by hand', after: 'new' }])
    expect(items[1]?.changes).toEqual([
      { column: null, field: 'description', before: 'old', after: 'new' },
      { column: 'id', field: 'dataType', before: 'int', after: 'bigint' },
      { column: 'at', field: 'column', before: null, after: true },
      { column: null, field: 'upstream', before: null, after: 'model.shop.x' },
    ])
    expect(items[2]?.changes).toEqual([{ column: null, field: 'description', before: 'old', after: 'by hand' }])
    expect(items[3]?.changes).toEqual([{ column: null, field: 'ownerTeam', before: null, after: 'Data' }])
    expect(items[4]?.changes).toContainEqual({ column: null, field: 'description', before: null, after: 'old' })
    expect(items[4]?.changes).toContainEqual({ column: 'id', field: 'column', before: null, after: 'int' })
  })

  it('tells what was undone since, and offers the undo itself to be undone', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders')])
    setField(book, 'ownerTeam', 'Data')
    const groupId = (await history(book)).items[0]?.groupId ?? 0
    commit(book.deps, CHANGED_BY_DECISIONS, (write) => undoGroup(book.deps, write, { groupId, reason: 'too soon' }))
    const { items } = await history(book)
    expect(items.map((item) => [item.kind, item.undo, item.reason])).toEqual([
      ['undo', 'offered', 'too soon'],
      ['decision', 'done', 'because'],
      ['import', 'none', null],
    ])
    expect(items[1]?.groupId).toBe(groupId)
  })

  it('calls undone only what an undo took from this dataset: what was decided anew before stays', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders'), dataset('customers')])
    const set = (values: readonly (readonly [name: string, field: string, value: string])[]) =>
      commit(book.deps, CHANGED_BY_DECISIONS, (write) => {
        const changes = values.map(([name, field, value]) => ({ subject: key(name), column: '', field, value }))
        return decide(book.deps, write, changes, '')
      })
    const groupId = set([
      ['orders', 'ownerTeam', 'Data'],
      ['orders', 'tier', 'gold'],
      ['customers', 'ownerTeam', 'Data'],
    ])?.groupId
    set([['orders', 'ownerTeam', 'Finance']])
    set([['customers', 'ownerTeam', 'Sales']])
    commit(book.deps, CHANGED_BY_DECISIONS, (write) => undoGroup(book.deps, write, { groupId: groupId ?? 0, reason: '' }))
    const undoOf = async (name: string) => {
      const { items } = await ask(book, 'datasets', 'history', { key: key(name) })
      return items.find((item) => item.groupId === groupId)?.undo
    }
    expect((await ask(book, 'datasets', 'get', { key: key('customers') })).row.ownerTeam).toBe('Sales')
    expect([await undoOf('orders'), await undoOf('customers')]).toEqual(['in-part', 'none'])
  })

  it('tells of leaving and coming back', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders', { fields: { description: 'old' } })])
    await tell(book, [])
    await tell(book, [dataset('orders', { fields: { description: 'new' } })])
    const { items } = await history(book)
    expect(items.map((item) => item.kind)).toEqual(['returned', 'retired', 'import'])
    expect(items[0]?.changes).toEqual([{ column: null, field: 'description', before: 'old', after: 'new' }])
    expect(items[1]?.changes).toEqual([])
  })

  it('pages without gaps or doubles', async () => {
    const book = smallBook()
    await tell(book, [dataset('orders')])
    for (let index = 0; index < 5; index += 1) setField(book, 'steward', `S${index}`)
    await tell(book, [dataset('orders', { fields: { description: 'x' } })])
    const all = (await history(book)).items
    const paged: typeof all = []
    let cursor: string | undefined
    do {
      const page = await history(book, cursor === undefined ? { limit: 2 } : { limit: 2, cursor })
      paged.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(all).toHaveLength(7)
    expect(paged).toEqual(all)
  })

  it('cuts long lists and long values', async () => {
    const book = smallBook()
    await tell(book, [
      dataset('orders', {
        fields: { description: 'x'.repeat(5000) },
        columns: Array.from({ length: 150 }, (_, index) => column(`c${index}`)),
      }),
    ])
    const [item] = (await history(book)).items
    expect(item?.changes).toHaveLength(100)
    expect(item?.hidden).toBeGreaterThan(50)
    expect(item?.changes.find((change) => change.field === 'description')?.after).toBe(`${'x'.repeat(2000)}…`)
  })
})

describe('datasets.create and remove', () => {
  it('sets a dataset up by hand, finds it, takes it back and sets it up again', async () => {
    const book = await shop()
    const made = await ask(book, 'datasets', 'create', {
      name: 'Price List',
      schema: 'Excel',
      fields: { ownerTeam: 'Sales', tier: 'bronze', 'custom.file': 'prices.xlsx' },
      reason: 'on a share',
    })
    expect(made.key).toBe('hand/dataset.excel.price-list')
    const answer = await ask(book, 'datasets', 'get', { key: 'price list' })
    expect(answer.row).toMatchObject({
      key: made.key,
      name: 'Price List',
      schema: 'Excel',
      ownerTeam: 'Sales',
      tier: 'bronze',
      status: 'active',
    })
    expect(answer.fields.find((one) => one.field === 'custom.file')?.value).toBe('prices.xlsx')
    expect(answer.firstSeenMs).toBe(book.clock.nowMs)
    expect((await ask(book, 'datasets', 'list', {})).total).toBe(4)
    expect((await ask(book, 'search', 'find', { text: 'price' })).items.map((hit) => hit.asset.key)).toEqual([made.key])
    await expect(ask(book, 'datasets', 'create', { name: 'price list', schema: 'excel' })).rejects.toMatchObject({ code: 'conflict' })

    const { groupId } = await ask(book, 'datasets', 'remove', { key: made.key, reason: 'not used' })
    expect((await ask(book, 'datasets', 'list', {})).total).toBe(3)
    await expect(ask(book, 'datasets', 'get', { key: made.key })).rejects.toMatchObject({ code: 'not-found' })

    commit(book.deps, CHANGED_BY_DECISIONS, (write) => undoGroup(book.deps, write, { groupId: groupId ?? 0, reason: '' }))
    expect((await ask(book, 'datasets', 'get', { key: made.key })).row.tier).toBe('bronze')
    await ask(book, 'datasets', 'remove', { key: made.key, reason: 'not used after all' })

    await ask(book, 'datasets', 'create', { name: 'Price List', schema: 'Excel' })
    expect((await ask(book, 'datasets', 'get', { key: made.key })).row.ownerTeam).toBe('Sales')
    const { items } = await ask(book, 'datasets', 'history', { key: made.key })
    expect(items.map((item) => [item.kind, item.reason])).toEqual([
      ['decision', ''],
      ['undo', 'not used after all'],
      ['undo', expect.stringContaining('undoes change') as unknown],
      ['undo', 'not used'],
      ['decision', 'on a share'],
    ])
    expect(book.events.filter((event) => event.kind === 'changed').length).toBeGreaterThanOrEqual(3)
  })

  it('refuses what does not fit and changes nothing', async () => {
    const book = await shop()
    await expect(ask(book, 'datasets', 'create', { name: 'x', fields: { tier: 'platinum' } })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(ask(book, 'datasets', 'create', { name: '///' })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(ask(book, 'datasets', 'remove', { key: 'orders' })).rejects.toMatchObject({ code: 'conflict' })
    expect((await ask(book, 'datasets', 'list', {})).total).toBe(3)
    await expect(ask(book, 'datasets', 'get', { key: 'exposure.shop.board' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
