import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isDbtArtifactName } from '#core/importers/dbt/names'
import { openPickedFiles } from './picked-files.ts'
import { createPicks, type Picks, type PicksOptions } from './picks.ts'

let base: string
let root: string
let outside: string
let temp: string
let nowMs: number
let picks: Picks

function create(changes: Partial<PicksOptions> = {}): Picks {
  let count = 0
  return createPicks({ root, tempRoot: temp, now: () => nowMs, randomId: () => `id-${++count}`, uploadLimitBytes: 1000, ...changes })
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stewardbook-test-'))
  root = join(base, 'root')
  outside = join(base, 'outside')
  temp = join(base, 'temp')
  for (const path of [root, outside, temp, join(root, 'shop'), join(root, 'rooted')]) mkdirSync(path)
  writeFileSync(join(root, 'shop', 'manifest.json'), '{"a":1}')
  writeFileSync(join(root, '.env'), 'SECRET=1')
  writeFileSync(join(outside, 'secret.json'), '{"secret":1}')
  symlinkSync(outside, join(root, 'link-out'))
  symlinkSync(join(outside, 'secret.json'), join(root, 'shop', 'catalog.json'))
  symlinkSync(join(root, 'shop'), join(root, 'link-in'))
  symlinkSync(join(root, 'nowhere'), join(root, 'dangling'))
  nowMs = 1_000_000
  picks = create()
})
afterEach(async () => {
  await picks.close()
  rmSync(base, { recursive: true, force: true })
})

test('a folder can be picked from within, the root too', async () => {
  expect((await picks.pickInside('import', '', '.', 'existing')).name).toBe('root')
  const { pickId, name } = await picks.pickInside('import', 'shop', '.', 'existing')
  expect(name).toBe('shop')
  expect((await picks.take(pickId, 'import')).entries).toEqual([{ path: join(root, 'shop'), name: 'shop' }])
})

describe('the list of a folder', () => {
  test('folders first, links out and hidden files counted', async () => {
    const listing = await picks.listFolder('')
    expect(listing.entries.map((entry) => [entry.kind, entry.name])).toEqual([
      ['folder', 'link-in'],
      ['folder', 'rooted'],
      ['folder', 'shop'],
    ])
    expect(listing.hidden).toBe(3) // .env, link-out, dangling
    expect((await picks.listFolder('shop')).entries).toEqual([
      { name: 'manifest.json', kind: 'file', sizeBytes: 7, modifiedAtMs: expect.any(Number) },
    ])
  })

  test.each(['..', 'shop/..', 'shop/../..', '/etc', 'shop//', './shop', 'a\\..\\b', 'C:/Windows', '\0'])(
    '%j is refused',
    async (folder) => {
      await expect(picks.listFolder(folder)).rejects.toMatchObject({ code: 'invalid-input' })
    },
  )

  test('a link out of the root and a missing folder are refused', async () => {
    await expect(picks.listFolder('link-out')).rejects.toMatchObject({ code: 'not-found' })
    await expect(picks.listFolder('nope')).rejects.toMatchObject({ code: 'bad-file' })
    expect((await picks.listFolder('link-in')).entries).toHaveLength(1)
  })

  test('a sibling that begins with the name of the root is outside', async () => {
    mkdirSync(join(base, 'root-secret'))
    symlinkSync(join(base, 'root-secret'), join(root, 'near'))
    await expect(picks.listFolder('near')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('without a root there is nothing to list', async () => {
    await expect(create({ root: null }).listFolder('')).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a pick', () => {
  test('works once, for its purpose', async () => {
    const { pickId, name } = await picks.pickInside('import', 'shop', 'manifest.json', 'existing')
    expect(name).toBe('manifest.json')
    await expect(picks.take(pickId, 'book-open')).rejects.toMatchObject({ code: 'not-found' })
    const taken = await picks.take(pickId, 'import')
    expect(taken).toMatchObject({
      displayName: 'manifest.json',
      canRefresh: true,
      entries: [{ path: join(root, 'shop', 'manifest.json') }],
    })
    await expect(picks.take(pickId, 'import')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('ends with age', async () => {
    const { pickId } = await picks.pickInside('import', '', 'shop', 'existing')
    nowMs += 61 * 60 * 1000
    await expect(picks.take(pickId, 'import')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('never leads out of the root', async () => {
    await expect(picks.pickInside('import', '', 'link-out', 'existing')).rejects.toMatchObject({ code: 'not-found' })
    await expect(picks.pickInside('import', 'link-out', 'secret.json', 'existing')).rejects.toMatchObject({ code: 'not-found' })
    await expect(picks.pickInside('book-create', '', '.', 'new')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(picks.pickInside('import', 'link-out', '.', 'existing')).rejects.toMatchObject({ code: 'not-found' })
    await expect(picks.pickInside('import', '', '..', 'existing')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(picks.pickInside('book-create', '', 'a/b', 'new')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(picks.pickInside('book-create', '', 'dangling', 'new')).rejects.toMatchObject({ code: 'not-found' })
    await expect(picks.pickInside('book-create', 'link-out', 'new.stewardbook', 'new')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a link that takes the place of a picked file is noticed', async () => {
    const { pickId } = await picks.pickInside('import', 'shop', 'manifest.json', 'existing')
    rmSync(join(root, 'shop', 'manifest.json'))
    symlinkSync(join(outside, 'secret.json'), join(root, 'shop', 'manifest.json'))
    await expect(picks.take(pickId, 'import')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of a folder reads only what stays inside', async () => {
    const { pickId } = await picks.pickInside('import', '', 'shop', 'existing')
    const { entries, within } = await picks.take(pickId, 'import')
    const files = await openPickedFiles(entries, () => true, within)
    expect(files.map((file) => file.name)).toEqual(['manifest.json'])
  })

  test('of a file to be written need not exist', async () => {
    const { pickId } = await picks.pickInside('book-create', 'shop', 'new.stewardbook', 'new')
    expect((await picks.take(pickId, 'book-create')).entries[0]?.path).toBe(join(root, 'shop', 'new.stewardbook'))
  })

  test('of a path a person named at the machine may be anywhere', async () => {
    const pickId = await picks.pickPaths('import', [join(outside, 'secret.json'), root])
    expect(await picks.take(pickId, 'import')).toMatchObject({ displayName: 'secret.json and 1 more', within: null })
  })
})

describe('an upload', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('arrives in pieces in a folder only its owner can read, and goes with the program', async () => {
    const uploadId = await picks.beginUpload('import', [
      { name: 'target/manifest.json', sizeBytes: 5 },
      { name: '../../etc/passwd', sizeBytes: 2 },
    ])
    expect(await picks.writeUpload(uploadId, 0, 0, bytes('abc'))).toBe(3)
    expect(await picks.writeUpload(uploadId, 1, 0, bytes('hi'))).toBe(2)
    await expect(picks.endUpload(uploadId)).rejects.toMatchObject({ code: 'conflict', message: /3 of 5/ })
    expect(await picks.writeUpload(uploadId, 0, 3, bytes('de'))).toBe(5)
    const { pickId, name } = await picks.endUpload(uploadId)
    expect(name).toBe('target/manifest.json and 1 more')

    const taken = await picks.take(pickId, 'import')
    expect(taken.canRefresh).toBe(false)
    expect(taken.entries.map((entry) => entry.name)).toEqual(['target/manifest.json', 'etc/passwd'])
    expect(taken.entries.map((entry) => readFileSync(entry.path, 'utf8'))).toEqual(['abcde', 'hi'])
    const folder = join(temp, readdirSync(temp)[0]!)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(taken.entries[0]!.path).mode & 0o777).toBe(0o600)

    await taken.release()
    expect(readdirSync(folder)).toEqual([])
    await picks.close()
    expect(existsSync(folder)).toBe(false)
  })

  /** What is read of an upload of empty files, by the names a person sees. */
  const namesRead = async (...names: string[]): Promise<string[]> => {
    const uploadId = await picks.beginUpload(
      'import',
      names.map((name) => ({ name, sizeBytes: 0 })),
    )
    const { pickId } = await picks.endUpload(uploadId)
    const { entries } = await picks.take(pickId, 'import')
    return (await openPickedFiles(entries, isDbtArtifactName)).map((file) => file.name)
  }

  test('of a folder is read as the folder itself would be: its own artifacts, else those of its target, no deeper', async () => {
    const beside = ['target/graph_summary.json', 'target/semantic_manifest.json', 'target/compiled/manifest.json']
    expect(await namesRead(...beside, 'target/manifest.json', 'target/catalog.json.gz')).toEqual([
      'target/catalog.json.gz',
      'target/manifest.json',
    ])
    const project = ['shop/dbt_project.yml', 'shop/seeds/countries.csv', 'shop/package.json', 'shop/dbt_packages/utils/target/catalog.json']
    expect(await namesRead(...project, 'shop/target/manifest.json', 'shop/target/semantic_manifest.json')).toEqual(['target/manifest.json'])
    expect(await namesRead('shop/manifest.json', 'shop/target/catalog.json')).toEqual(['shop/manifest.json'])
  })

  test('of a folder that holds nothing wanted is refused as the folder itself would be', async () => {
    const refused = { code: 'bad-file', message: /“shop” holds no file that can be imported, and neither does a folder “target” in it/ }
    await expect(namesRead('shop/semantic_manifest.json', 'shop/target/run/manifest.json')).rejects.toMatchObject(refused)
    await expect(namesRead('prod/target/manifest.json', 'shop/dbt_project.yml')).rejects.toMatchObject(refused)
  })

  test('of several folders and files takes what each gives, told apart; a file named by itself is read whatever its name', async () => {
    expect(await namesRead('dev/target/manifest.json', 'nightly.json', 'prod/target/manifest.json')).toEqual([
      'nightly.json',
      'dev/target/manifest.json',
      'prod/target/manifest.json',
    ])
    expect(await namesRead('semantic_manifest.json')).toEqual(['semantic_manifest.json'])
  })

  test('refuses pieces out of order, too long, of unknown files and uploads', async () => {
    const uploadId = await picks.beginUpload('import', [{ name: 'a', sizeBytes: 4 }])
    await expect(picks.writeUpload(uploadId, 0, 1, bytes('x'))).rejects.toMatchObject({ code: 'conflict', details: { expectedOffset: 0 } })
    await expect(picks.writeUpload(uploadId, 0, 0, bytes('12345'))).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(picks.writeUpload(uploadId, 7, 0, bytes('1'))).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(picks.writeUpload('nope', 0, 0, bytes('1'))).rejects.toMatchObject({ code: 'not-found' })
    const [first, second] = await Promise.allSettled([
      picks.writeUpload(uploadId, 0, 0, bytes('1234')),
      picks.writeUpload(uploadId, 0, 0, bytes('1234')),
    ])
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected'])
  })

  test('all uploads together stay below the limit; what is released counts no more', async () => {
    await expect(picks.beginUpload('import', [{ name: 'a', sizeBytes: 1001 }])).rejects.toMatchObject({ code: 'invalid-input' })
    const uploadId = await picks.beginUpload('import', [{ name: 'a', sizeBytes: 1000 }])
    await expect(picks.beginUpload('import', [{ name: 'b', sizeBytes: 1 }])).rejects.toMatchObject({ code: 'invalid-input' })
    await picks.writeUpload(uploadId, 0, 0, new Uint8Array(1000))
    const { pickId } = await picks.endUpload(uploadId)
    await (await picks.take(pickId, 'import')).release()
    await picks.beginUpload('import', [{ name: 'b', sizeBytes: 1 }])
  })

  test('a pick nobody took is deleted when it is too old', async () => {
    const uploadId = await picks.beginUpload('import', [{ name: 'a', sizeBytes: 1 }])
    await picks.writeUpload(uploadId, 0, 0, bytes('1'))
    await picks.endUpload(uploadId)
    nowMs += 61 * 60 * 1000
    await picks.pickInside('import', '', 'shop', 'existing')
    expect(readdirSync(join(temp, readdirSync(temp)[0]!))).toEqual([])
  })

  test('what a crashed program left behind is removed, what a running one holds is not', async () => {
    mkdirSync(join(temp, 'stewardbook-upload-999999999-abcdef'))
    mkdirSync(join(temp, `stewardbook-upload-${process.ppid}-abcdef`))
    mkdirSync(join(temp, 'stewardbook-upload-mine'))
    await picks.beginUpload('import', [{ name: 'a', sizeBytes: 1 }])
    const left = readdirSync(temp)
    expect(left).toContain(`stewardbook-upload-${process.ppid}-abcdef`)
    expect(left).toContain('stewardbook-upload-mine')
    expect(left).not.toContain('stewardbook-upload-999999999-abcdef')
  })
})
