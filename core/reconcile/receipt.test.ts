import { expect, test } from 'vitest'
import type { FileReceipt, IntakeRunResult, ReceiptKind } from '../importers/intake.ts'
import { toEntryFacts } from './entry-facts.ts'
import { LeftInWriting } from './receipt.ts'

const line = (kind: string, taken: number, reasons: ReceiptKind['reasons'] = []): ReceiptKind => ({
  ...{ kind, inFile: taken + reasons.length, taken, left: reasons.length, byDesign: 0, reasons },
})
const receipt = (name: string, kinds: readonly ReceiptKind[]): FileReceipt => ({
  ...{ name, artifact: 'catalog', version: null, generatedAtMs: null, kinds, notUnderstood: [] },
})
const ORDERS = toEntryFacts({
  ...{ kind: 'entry', name: 'model.shop.orders', assetKind: null, receiptKind: 'catalog_node', fileIndex: 1, part: 'catalog' },
  ...{ fields: {}, check: null, sql: null, extras: {}, carriesValues: [], position: 'nodes/model.shop.orders' },
  columns: ['id', 'email'].map((name) => ({ name, fields: {} })),
  upstream: ['model.shop.raw'],
})
const RESULT: IntakeRunResult = {
  ...{ kind: 'run-result', runExternalId: 'i', name: 'model.shop.orders', sourceStatus: 'success', outcome: 'success', startedAtMs: null },
  ...{ endedAtMs: null, durationSeconds: 1, failures: null, message: null, rowsAffected: null, bytesProcessed: null, adapterResponse: {} },
  ...{ extras: { compiled_code: 'select 2', note: 'x' }, fileIndex: 0, position: 'results/0' },
}

test('what writing leaves of an entry stands with its columns and links in the receipt of its file, and ties out', () => {
  const left = new LeftInWriting()
  left.leaveEntry(ORDERS, 'catalog_node', 'adds to nothing')
  const earlier = { path: 'nodes/x', reason: 'is a list' }
  const files = [
    receipt('manifest.json', [line('column', 5)]),
    receipt('catalog.json', [line('catalog_node', 2, [earlier]), line('column', 3), line('edge', 1)]),
  ]
  expect(left.correct(files)).toEqual([
    files[0],
    receipt('catalog.json', [
      {
        ...{ kind: 'catalog_node', inFile: 3, taken: 1, left: 2, byDesign: 0 },
        reasons: [earlier, { path: 'nodes/model.shop.orders', reason: 'adds to nothing' }],
      },
      {
        ...{ kind: 'column', inFile: 3, taken: 1, left: 2, byDesign: 0 },
        reasons: ['id', 'email'].map((name) => ({
          path: `nodes/model.shop.orders/columns/${name}`,
          reason: 'its entry was left',
        })),
      },
      {
        ...{ kind: 'edge', inFile: 1, taken: 0, left: 1, byDesign: 0 },
        reasons: [{ path: 'nodes/model.shop.orders/depends_on/nodes/model.shop.raw', reason: 'its entry was left' }],
      },
    ]),
  ])
})

test('links that no line counts are left in none', () => {
  const left = new LeftInWriting()
  left.leaveEntry({ ...ORDERS, fileIndex: 0 }, 'row', 'told twice')
  expect(left.correct([receipt('list.csv', [line('row', 1)])])[0]?.kinds).toMatchObject([{ kind: 'row', taken: 0, left: 1 }])
})

test('only so many reasons are kept, and all are counted', () => {
  const left = new LeftInWriting()
  for (let row = 0; row < 300; row += 1) left.leave(0, 'row', `row ${row}`, 'told twice')
  const [file] = left.correct([receipt('list.csv', [line('row', 301)])])
  expect(file?.kinds[0]).toMatchObject({ inFile: 301, taken: 1, left: 300 })
  expect(file?.kinds[0]?.reasons).toHaveLength(200)
})

test('more left than were taken is a bug, not a receipt', () => {
  const left = new LeftInWriting()
  left.leaveEntry({ ...ORDERS, fileIndex: 0 }, 'row', 'told twice')
  expect(() => left.correct([receipt('list.csv', [line('row', 0)])])).toThrow('does not tie out')
})

test.each([
  ['alike', { compiled_code: 'select 2', note: 'x' }, [0, 0]],
  ['with other SQL', { compiled_code: 'select 1', note: 'x' }, [0, 1]],
  ['without the SQL', { note: 'x' }, [0, 1]],
  ['with another note', { compiled_code: 'select 2', note: 'y' }, [1, 1]],
  ['otherwise', null, [1, 1]],
] as const)('a result that an earlier import told %s', (_what, told, [results, sql]) => {
  const left = new LeftInWriting()
  left.leaveKnownResult(RESULT, told)
  const [file] = left.correct([receipt('run_results.json', [line('run_result', 1), line('compiled_code', 1)])])
  expect(file?.kinds.map(({ left }) => left)).toEqual([results, sql])
})
