import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileState } from './source-place.ts'

const IMPORTED_AT = Date.UTC(2026, 0, 10)
const isManifest = (name: string): boolean => name === 'manifest.json'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a file as if on a day of January 2026, its folders too. */
function put(name: string, day: number): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '{}')
  for (const place of [path, join(path, '..'), folder]) utimesSync(place, Date.UTC(2026, 0, day) / 1000, Date.UTC(2026, 0, day) / 1000)
  return path
}
const known = { sameUntilMs: IMPORTED_AT, undoneUntilMs: null }
const stateOf = (path: string, now: Parameters<typeof fileState>[1] = known) =>
  fileState({ entries: [{ path, name: 'x' }], within: null }, now, isManifest)

test('a folder is as new as the newest wanted file in it, or in its target; the folder itself tells nothing', async () => {
  put('manifest.json', 9)
  expect(await stateOf(folder)).toBe('same')
  put('notes.txt', 11)
  expect(await stateOf(folder)).toBe('same')
  const manifest = put('manifest.json', 11)
  utimesSync(folder, 0, 0)
  expect(await stateOf(folder)).toBe('newer')
  rmSync(manifest)
  expect(await stateOf(folder)).toBe('missing')
  put('target/manifest.json', 9)
  expect(await stateOf(folder)).toBe('same')
  put('target/manifest.json', 12)
  expect(await stateOf(folder)).toBe('newer')
})

test('a file is as new as itself; one that is gone is missing; what was uploaded cannot be told', async () => {
  const file = put('list.csv', 9)
  expect(await stateOf(file)).toBe('same')
  put('list.csv', 11)
  expect(await stateOf(file)).toBe('newer')
  rmSync(file)
  expect(await stateOf(file)).toBe('missing')
  expect(await fileState(null, known, isManifest)).toBeNull()
})

test('files no newer than what was undone last are those; older ones are still those of the import that stands', async () => {
  const file = put('list.csv', 11)
  const undone = { sameUntilMs: IMPORTED_AT, undoneUntilMs: Date.UTC(2026, 0, 12) }
  expect(await stateOf(file, undone)).toBe('undone')
  expect(await stateOf(file, { ...undone, sameUntilMs: null })).toBe('undone')
  put('list.csv', 9)
  expect(await stateOf(file, undone)).toBe('same')
  put('list.csv', 13)
  expect(await stateOf(file, undone)).toBe('newer')
})
