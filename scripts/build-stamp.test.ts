import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildOnce, fingerprint, listInputs } from './build-stamp.ts'

let root: string
const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}
const stampNow = (): string => fingerprint(root, listInputs(root, ['core', 'package.json', 'not-there']))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stewardbook-build-'))
  write('core/a.ts', '1')
  write('core/deep/b.ts', '2')
  write('package.json', '{}')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a build’s fingerprint', () => {
  it('changes with content, names and new files, and not with tests', () => {
    const before = stampNow()
    write('core/a.test.ts', 'x')
    write('elsewhere/c.ts', 'x')
    expect(stampNow()).toBe(before)
    write('core/deep/b.ts', '3')
    const changed = stampNow()
    expect(changed).not.toBe(before)
    write('core/deep/b.ts', '2')
    expect(stampNow()).toBe(before)
    write('core/c.ts', '')
    expect(stampNow()).not.toBe(before)
  })
})

describe('buildOnce', () => {
  let builds: number
  let stampFile: string
  let product: string
  const build = (): Promise<void> => {
    builds += 1
    write('out/cli.js', String(builds))
    return Promise.resolve()
  }
  beforeEach(() => {
    builds = 0
    stampFile = join(root, 'out/stamp')
    product = join(root, 'out/cli.js')
  })

  it('builds once for the same inputs', async () => {
    expect(await buildOnce(stampFile, 'one', product, build)).toBe('built')
    expect(await buildOnce(stampFile, 'one', product, build)).toBe('current')
    expect(await buildOnce(stampFile, 'two', product, build)).toBe('built')
    expect(builds).toBe(2)
  })

  it('builds again when its product was deleted', async () => {
    await buildOnce(stampFile, 'one', product, build)
    rmSync(product)
    expect(await buildOnce(stampFile, 'one', product, build)).toBe('built')
  })

  it('does not take a build that failed for done, not even over an older one that ended well', async () => {
    await buildOnce(stampFile, 'one', product, build)
    await expect(buildOnce(stampFile, 'two', product, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await buildOnce(stampFile, 'one', product, build)).toBe('built')
  })
})
