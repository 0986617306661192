import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPickedFiles, storedBytes } from './picked-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isArtifact = (name: string): boolean => name === 'manifest.json' || name === 'catalog.json'
const put = (name: string, content: string | Uint8Array = '{}'): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
const namesOf = async (path: string, within: string | null = null): Promise<string[]> =>
  (await openPickedFiles([{ path, name: 'project' }], isArtifact, within)).map((file) => file.name)

test('a folder gives its own wanted files, packed ones too, in the order of their names', async () => {
  put('manifest.json.gz', gzipSync('{}'))
  put('catalog.json')
  put('notes.txt')
  put('deeper/manifest.json')
  expect(await namesOf(folder)).toEqual(['catalog.json', 'manifest.json.gz'])
})

test('a project folder gives what is in target, and nothing deeper', async () => {
  put('dbt_project.yml')
  put('target/manifest.json')
  put('target/compiled/manifest.json')
  put('dbt_packages/other/target/catalog.json')
  expect(await namesOf(folder)).toEqual(['target/manifest.json'])
})

test('what files take on disk is counted of those that would be opened', async () => {
  const alone = put('alone.json', ' '.repeat(7))
  put('project/target/manifest.json', ' '.repeat(30))
  put('project/target/notes.txt', ' '.repeat(200))
  put('project/deeper/catalog.json', ' '.repeat(1000))
  const entries = [
    { path: alone, name: 'alone.json' },
    { path: join(folder, 'project'), name: 'project' },
  ]
  expect(await storedBytes(entries, isArtifact, null)).toBe(37)
  await expect(storedBytes([{ path: join(folder, 'none'), name: 'none' }], isArtifact, null)).rejects.toMatchObject({ code: 'bad-file' })
})

test('a folder without any is an error that names it', async () => {
  put('notes.txt')
  await expect(namesOf(folder)).rejects.toMatchObject({ code: 'bad-file', message: /“project” holds no file/ })
})

test('a single file is read whatever its name', async () => {
  const path = put('prod-manifest-2024.json')
  expect((await openPickedFiles([{ path, name: 'prod-manifest-2024.json' }], isArtifact)).map((file) => file.name)).toEqual([
    'prod-manifest-2024.json',
  ])
})

test('two files of one name are told apart', async () => {
  const a = put('a/manifest.json')
  const b = put('b/manifest.json')
  const files = await openPickedFiles(
    [
      { path: a, name: 'manifest.json' },
      { path: b, name: 'manifest.json' },
    ],
    isArtifact,
  ) // prettier-ignore
  expect(files.map((file) => file.name)).toEqual(['a/manifest.json', 'b/manifest.json'])
})

test('a link out of the root is not followed where there is a root', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  writeFileSync(join(outside, 'secret'), '{}')
  put('catalog.json')
  symlinkSync(join(outside, 'secret'), join(folder, 'manifest.json'))
  expect(await namesOf(folder, folder)).toEqual(['catalog.json'])
  expect(await namesOf(folder)).toEqual(['catalog.json', 'manifest.json'])
  rmSync(outside, { recursive: true })
})
