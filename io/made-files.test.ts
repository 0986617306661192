import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentOfMade, createMadePlaces, type MadeFile, type MadePlaces, writePieces } from './made-files.ts'

let temp: string
let places: MadePlaces
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'made-files-'))
  let count = 0
  places = createMadePlaces({ tempRoot: temp, randomId: () => `made-${++count}` })
})
afterEach(() => {
  rmSync(temp, { recursive: true, force: true })
})

async function make(pieces: Iterable<string>): Promise<MadeFile> {
  const file = { path: await places.next(), fileName: 'costs.csv', mediaType: 'text/csv' }
  return { ...file, ...writePieces(file, pieces) }
}

async function readAll(made: MadeFile): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of contentOfMade(made).open()) pieces.push(piece)
  return pieces
}

/** Longer than what is written or read at once, with letters of several bytes across the seams. */
function* lines(): Generator<string> {
  for (let line = 0; line < 100_000; line += 1) yield `line ${line}: größer als 1 €\r\n`
}

test('a file is written piece by piece and read once; then it is gone', async () => {
  const whole = Buffer.from([...lines()].join(''))
  const made = await make(lines())
  expect(made.sizeBytes).toBe(whole.length)
  expect(made.sha256).toBe(createHash('sha256').update(whole).digest('hex'))
  expect(readFileSync(made.path).equals(whole)).toBe(true)
  const pieces = await readAll(made)
  expect(pieces.length).toBeGreaterThan(1)
  expect(Buffer.concat(pieces).equals(whole)).toBe(true)
  expect(existsSync(made.path)).toBe(false)
  await expect(readAll(made)).rejects.toMatchObject({ code: 'bad-file', details: { file: 'costs.csv' } })
})

test('a reader who goes away, and one who never comes, leave nothing behind', async () => {
  const begun = await make(lines())
  for await (const piece of contentOfMade(begun).open()) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  expect(existsSync(begun.path)).toBe(false)
  const unwanted = await make(['a'])
  contentOfMade(unwanted).drop?.()
  await expect.poll(() => existsSync(unwanted.path)).toBe(false)
  const waiting = await make(['', 'b'])
  expect([waiting.sizeBytes, existsSync(waiting.path)]).toEqual([1, true])
  await places.close()
  expect(readdirSync(temp)).toEqual([])
})

test.skipIf(process.platform === 'win32')('nobody else may look at it', async () => {
  const { path } = await make(['a'])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('where it can’t be written, the file is named as the person knows it; what the pieces throw stays as it is', async () => {
  const file = { fileName: 'costs.csv', path: join(temp, 'no-folder', 'x') }
  expect(() => writePieces(file, [])).toThrow(
    expect.objectContaining({ code: 'bad-file', details: { file: 'costs.csv', reason: 'ENOENT' } }),
  )
  const failing = function* failing(): Generator<string> {
    yield 'a'
    throw new Error('a bug')
  }
  await expect(make(failing())).rejects.toThrow('a bug')
})

test('a folder that can’t be made is named, and made the next time; one that was emptied away is made anew', async () => {
  rmSync(temp, { recursive: true })
  await expect(places.next()).rejects.toMatchObject({ code: 'bad-file', details: { file: temp } })
  await expect(places.close()).resolves.toBeUndefined()
  mkdirSync(temp)
  const { path } = await make(['a'])
  rmSync(dirname(path), { recursive: true })
  await make(['b'])
  await places.close()
  expect(readdirSync(temp)).toEqual([])
})
