import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runFixture } from '../program-fixture.ts'

const BOOK = ['--book', 'shop.stewardbook']
const downloads = { ticket: '{"items":[]}\n' }

describe('with --json', () => {
  test('datasets are printed as JSON, and without it as CSV', async () => {
    const asked: string[] = []
    const handlers = {
      datasets: {
        export: ({ format }: { format: string }) => {
          asked.push(format)
          return { ticket: 'ticket', fileName: 'datasets', count: 1 }
        },
      },
    }
    expect(await runFixture([...BOOK, '--json', 'export', 'datasets'], { handlers, downloads })).toMatchObject({
      code: 0,
      out: downloads.ticket,
    })
    await runFixture([...BOOK, 'export', 'datasets'], { handlers, downloads })
    await runFixture([...BOOK, '--json', 'export', 'datasets', '--format', 'json'], { handlers, downloads })
    expect(asked).toEqual(['json', 'csv', 'json'])
  })

  test('and a place to write to, what was written is told as before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stewardbook-export-'))
    const handlers = {
      datasets: { export: () => ({ ticket: 'ticket', fileName: 'datasets', count: 2 }) },
      costs: { export: () => ({ ticket: 'ticket', fileName: 'costs', count: 3 }) },
    }
    try {
      for (const [noun, count] of [
        ['datasets', 2],
        ['costs', 3],
      ] as const) {
        const args = [...BOOK, '--json', 'export', noun, '--out', `${noun}.csv`]
        const { code, out } = await runFixture(args, { handlers, downloads, cwd: folder })
        expect([code, JSON.parse(out)]).toEqual([0, { file: `${noun}.csv`, format: 'csv', count, sizeBytes: downloads.ticket.length }])
        expect(readFileSync(join(folder, `${noun}.csv`), 'utf8')).toBe(downloads.ticket)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
