import { expect, test } from 'vitest'
import { AppError } from '#contract/kit'
import type { ChangeItem } from '#contract/shapes'
import { runFixture } from '../program-fixture.ts'

const change = (index: number, more: Partial<ChangeItem> = {}): ChangeItem => ({
  ...{ change: 'changed', what: 'asset', key: `dbt:shop/m${index}`, assetName: `m${index}`, assetKind: 'dataset' },
  ...{ child: null, field: 'description', part: 'manifest', before: null, after: 'x'.repeat(60) },
  ...more,
})
const changes = { added: 0, changed: 61, removed: 0, unchanged: 0, conflicts: 0 }
const row = {
  ...{ importId: 3, sourceId: 1, sourceName: 'shop', format: 'dbt' as const, status: 'visible' as const, startedAtMs: 0 },
  ...{ undoneAtMs: null, checkedAtMs: null, generatedAtMs: null, author: 'Ada', fileNames: [], changes, isNewest: true },
}
const asked: unknown[] = []
const handlers = {
  imports: {
    show: () => ({ row, receipt: { files: [], kinds: [], notUnderstood: [], notUnderstoodTotal: 0 } }),
    renames: () => ({ items: [], total: 0, remark: null }),
    changes: (input: { limit: number }) => {
      asked.push(input)
      const column = change(0, { what: 'column', child: 'email', field: 'dataType', before: 'text', after: 'varchar\u001b[2J' })
      return { items: [column, ...Array.from({ length: input.limit - 1 }, (_, index) => change(index + 1))], total: 61, nextCursor: 'c' }
    },
  },
}
const BOOK = ['--book', 'shop.stewardbook']

test('imports show lists the first changes and says how many more there are', async () => {
  const { code, out } = await runFixture([...BOOK, 'imports', 'show', '3'], { handlers })
  expect(code).toBe(0)
  const lines = out.trimEnd().split('\n')
  const head = lines.findIndex((line) => line.startsWith('CHANGE'))
  expect(lines[head]).toMatch(/^CHANGE +WHAT +OF +NAME +FIELD +PART +BEFORE +AFTER$/)
  expect(lines[head + 1]).toMatch(/^changed +column +m0 +email +dataType +manifest +text +varchar\ufffd\[2J$/)
  expect(lines[head + 2]).toMatch(/^changed +asset +m1 +- +description +manifest +- +x{40}…$/)
  expect(lines.slice(head + 1)).toHaveLength(51)
  expect(lines.at(-1)).toBe('and 11 more')
  expect(asked).toMatchObject([{ importId: 3, limit: 50 }])
})

test('imports show says what is counted and has no line of its own', async () => {
  const shown = async (counts: Partial<typeof changes>, lines: number, more: object = {}): Promise<string[]> => {
    const imports = {
      ...handlers.imports,
      show: () => ({ ...handlers.imports.show(), row: { ...row, changes: { ...changes, changed: 0, ...counts }, ...more } }),
      changes: ({ limit }: { limit: number }) => ({
        items: Array.from({ length: Math.min(limit, lines) }, (_, index) => change(index, { change: 'added', field: null, after: null })),
        total: lines,
        nextCursor: null,
      }),
    }
    return (await runFixture([...BOOK, 'imports', 'show', '3'], { handlers: { imports } })).out.trimEnd().split('\n')
  }
  expect((await shown({ added: 31 }, 28)).at(-1)).toBe('28 lines, and 3 entries or runs without one')
  expect((await shown({ added: 61 }, 60)).slice(-2)).toEqual(['and 10 more', '60 lines, and 1 entry or run without one'])
  expect((await shown({ added: 28 }, 28)).at(-1)).toMatch(/^added/)
  expect((await shown({ added: 2, removed: 1 }, 0)).at(-1)).toBe(
    '3 cost entries, runs or run results change, and none of them has a line of its own.',
  )
  // Of what was undone no change is listed.
  expect((await shown({ added: 31 }, 0, { status: 'undone' })).join('\n')).not.toContain('line of its own')
})

test('with --json it counts them only', async () => {
  const { out } = await runFixture([...BOOK, '--json', 'imports', 'show', '3'], { handlers })
  expect(JSON.parse(out)).toMatchObject({ importId: 3, changes })
})

test('imports original takes one file, by its name where there are several', async () => {
  const file = (name: string) => ({
    ...{ name, artifact: 'manifest', version: null, generatedAtMs: null, sizeBytes: 1, sha256: 'ab', original: 'kept' as const },
    ...{ kinds: [], notUnderstood: [] },
  })
  const files = [file('target/manifest.json'), file('other/manifest.json'), file('target/catalog.json')]
  const asked: string[] = []
  const several = {
    imports: {
      show: () => ({ row, receipt: { files, kinds: [], notUnderstood: [], notUnderstoodTotal: 0 } }),
      original: (input: { file: string }) => {
        asked.push(input.file)
        throw new AppError('not-found', 'Not kept.')
      },
    },
  }
  const fails = async (...args: string[]) => (await runFixture([...BOOK, 'imports', 'original', '3', ...args], { handlers: several })).error
  expect(await fails()).toContain('several files: name one of them')
  expect(await fails('manifest.json')).toContain('other/manifest.json')
  expect(await fails('nothing.json')).toContain('had no file “nothing.json”')
  expect(asked).toEqual([])
  expect(await fails('catalog.json')).toContain('Not kept.')
  expect(await fails('other/manifest.json')).toContain('Not kept.')
  expect(asked).toEqual(['target/catalog.json', 'other/manifest.json'])
})

test('imports original is printed with --json where it is JSON, and is else to be written', async () => {
  const file = (name: string) => ({
    ...{ name, artifact: 'x', version: null, generatedAtMs: null, sizeBytes: 1, sha256: 'ab', original: 'kept' as const },
    ...{ kinds: [], notUnderstood: [] },
  })
  const files = ['manifest.json', 'catalog.json.gz', 'costs.csv'].map(file)
  const asked: string[] = []
  const kept = {
    imports: {
      show: () => ({ row, receipt: { files, kinds: [], notUnderstood: [], notUnderstoodTotal: 0 } }),
      original: (input: { file: string }) => {
        asked.push(input.file)
        return { ticket: 'ticket', fileName: 'x', sizeBytes: 1 }
      },
    },
  }
  const original = (name: string) =>
    runFixture([...BOOK, '--json', 'imports', 'original', '3', name], { handlers: kept, downloads: { ticket: '{}' } })
  expect(await original('manifest.json')).toMatchObject({ code: 0, out: '{}' })
  expect(await original('catalog.json.gz')).toMatchObject({ code: 0, out: '{}' })
  const { code, out } = await original('costs.csv')
  expect(code).toBe(2)
  expect(JSON.parse(out)).toMatchObject({
    error: { code: 'invalid-input', message: '--json prints JSON, not costs.csv: write it with --out FILE, or leave --json away.' },
  })
  // What is refused was not handed out, so the journal does not tell of it.
  expect(asked).toEqual(['manifest.json', 'catalog.json.gz'])
})
