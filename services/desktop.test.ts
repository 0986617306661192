import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { desktop } from '#contract/desktop'
import { createClient, createDispatcher } from '#contract/kit'
import { createPicks, type Picks } from '#io/picks'
import { createDesktopHandlers } from './desktop.ts'

let root: string
let picks: Picks
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  let count = 0
  picks = createPicks({ root, tempRoot: root, now: () => 0, randomId: () => `id-${++count}`, uploadLimitBytes: 100 })
})
afterEach(async () => {
  await picks.close()
  rmSync(root, { recursive: true, force: true })
})

function connect() {
  const contract = { desktop }
  const dispatch = createDispatcher(contract, { desktop: createDesktopHandlers(picks, 'browser') }, (error) => {
    throw error
  })
  return createClient(contract, dispatch).desktop
}

test('a screen uploads a file and holds no path', async () => {
  const client = connect()
  expect(await client.info({})).toMatchObject({ kind: 'browser', uploadLimitBytes: 100 })
  const { uploadId } = await client.uploadBegin({ purpose: 'import', files: [{ name: 'm.json', sizeBytes: 4 }] })
  expect(await client.uploadChunk({ uploadId, file: 0, offset: 0, base64: 'aGk=' })).toEqual({ receivedBytes: 2 })
  expect(await client.uploadChunk({ uploadId, file: 0, offset: 2, base64: 'aGk=' })).toEqual({ receivedBytes: 4 })
  const pick = await client.uploadEnd({ uploadId })
  expect(pick).toEqual({ pickId: expect.any(String), name: 'm.json' })
  expect(readFileSync((await picks.take(pick.pickId, 'import')).entries[0]!.path, 'utf8')).toBe('hihi')
})

test.each(['a', 'aGk', 'a=k=', 'aG k', 'aGk=aGk=', '####'])('%j is no piece of an upload', async (base64) => {
  const client = connect()
  const { uploadId } = await client.uploadBegin({ purpose: 'import', files: [{ name: 'm.json', sizeBytes: 4 }] })
  await expect(client.uploadChunk({ uploadId, file: 0, offset: 0, base64 })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a book is never uploaded: it would be wiped with its folder', async () => {
  await expect(connect().uploadBegin({ purpose: 'book-open', files: [{ name: 'a.stewardbook', sizeBytes: 1 }] })).rejects.toMatchObject({
    code: 'invalid-input',
  })
})

test('only what is written anew may be missing', async () => {
  const client = connect()
  writeFileSync(join(root, 'm.json'), '{}')
  expect(await client.pick({ purpose: 'import', folder: '', name: 'm.json' })).toMatchObject({ name: 'm.json' })
  expect(await client.pick({ purpose: 'book-create', folder: '', name: 'new.stewardbook' })).toMatchObject({ name: 'new.stewardbook' })
  await expect(client.pick({ purpose: 'book-open', folder: '', name: 'new.stewardbook' })).rejects.toMatchObject({ code: 'bad-file' })
  expect((await client.listFolder({ folder: '' })).entries.map((entry) => entry.name)).toEqual(['m.json'])
})
