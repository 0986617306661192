import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBook } from '#db/book-file/create'
import { readBook } from '#db/book-file/info'
import { openBook } from '#db/book-file/open'
import { type Host, openHost } from './host.ts'
import { SHOP, writeProject } from './testing/dbt-project.ts'

let folder: string
let path: string
let host: Host

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-moved-'))
  path = join(folder, 'a.stewardbook')
  process.env['STEWARDBOOK_CONFIG_DIR'] = join(folder, 'config')
  host = await openHost({ author: 'Ines Duarte' })
  await host.client.book.create({ pickId: await host.pickPath('book-create', path), name: 'Shop' })
})
afterEach(async () => {
  await host.close()
  delete process.env['STEWARDBOOK_CONFIG_DIR']
  rmSync(folder, { recursive: true, force: true })
})

const MOVED = {
  code: 'book-missing',
  message:
    'The catalog file “a.stewardbook” was moved, deleted or replaced while it was open, so nothing was written. Save a copy of what is open, or open the file again.',
}
const setCurrency = (currency: string): Promise<unknown> => host.client.settings.set({ currency })
const moveAway = (): void => renameSync(path, join(folder, 'elsewhere.stewardbook'))
const replace = (): void => {
  const other = join(folder, 'other.stewardbook')
  createBook(other, { name: 'Other', currency: 'USD', nowMs: 0, author: 'Eve' })
  renameSync(other, path)
}

describe.each([
  ['was renamed away', moveAway],
  ['was deleted', () => rmSync(path)],
  ['was replaced by another catalog file', replace],
])('a catalog file that %s while it was open', (_what, happen) => {
  const bytesThere = (): Buffer | null => (existsSync(path) ? readFileSync(path) : null)
  /** Stays what is there: nothing writes to it. */
  let left: Buffer | null

  // Once with a connection that writes, once before there is one.
  describe.each([['after an edit', true] as const, ['before any edit', false] as const])('%s', (_when, isEdited) => {
    beforeEach(async () => {
      if (isEdited) await setCurrency('EUR')
      happen()
      left = bytesThere()
    })

    test('is not edited', async () => {
      await expect(setCurrency('CHF')).rejects.toMatchObject(MOVED)
      expect(bytesThere()).toEqual(left)
    })

    test('takes no import', async () => {
      const pickId = await host.pickPath('import', writeProject(join(folder, 'shop'), SHOP, { catalog: 'with' }))
      // Refused at once, or by the job.
      const error = await host.client.imports.preview({ pickId }).then(
        async ({ jobId }) => (await host.waitForJob(jobId)).error,
        (refused: unknown) => refused,
      )
      expect(error).toMatchObject(MOVED)
      expect(bytesThere()).toEqual(left)
    })

    test('is not backed up, nor reported on', async () => {
      await expect(host.client.book.backup({})).rejects.toMatchObject(MOVED)
      await expect(host.client.reports.run({ name: 'catalog' })).rejects.toMatchObject(MOVED)
      expect(readdirSync(folder).filter((name) => name.includes('.backup.'))).toEqual([])
      expect(bytesThere()).toEqual(left)
    })

    test('is saved as a copy of what is open', async () => {
      const target = join(folder, 'saved.stewardbook')
      const saved = await host.client.book.saveCopy({ pickId: await host.pickPath('book-copy', target) })
      expect(saved).toEqual({ fileName: 'saved.stewardbook', sizeBytes: readFileSync(target).length })
      const copy = openBook(target, { holder: 'cli', nowMs: 0, author: 'Ines' })
      expect(readBook(copy.read)).toMatchObject({ name: 'Shop', currency: isEdited ? 'EUR' : 'USD' })
      copy.close()
      expect(bytesThere()).toEqual(left)
    })
  })
})
