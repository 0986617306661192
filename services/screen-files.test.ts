import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { findScreenFile } from './screen-files.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stewardbook-screens-')))
const root = join(folder, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), 'shell')
writeFileSync(join(root, 'assets/app.js'), 'code')
writeFileSync(join(folder, 'secret.txt'), 'secret')
symlinkSync(join(folder, 'secret.txt'), join(root, 'assets/link.txt'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('findScreenFile', () => {
  it('finds files, and the shell for places inside the app', async () => {
    expect(await findScreenFile(root, '/assets/app.js', 'part')).toMatchObject({
      path: join(root, 'assets/app.js'),
      mediaType: expect.stringContaining('javascript'),
    })
    for (const path of ['/', '/catalog', '/catalog/dataset/'])
      expect(await findScreenFile(root, path, 'part')).toMatchObject({ path: join(root, 'index.html') })
    expect(await findScreenFile(root, '/catalog/a.b', 'navigation')).toMatchObject({ path: join(root, 'index.html') })
    expect(await findScreenFile(root, '/assets/none.js', 'part')).toEqual({ kind: 'missing' })
    expect(await findScreenFile(join(folder, 'none'), '/', 'navigation')).toEqual({ kind: 'not-built' })
  })

  it('never leads out, whatever the path', async () => {
    expect(await findScreenFile(root, '/assets/link.txt', 'part')).toEqual({ kind: 'missing' })
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '..%2f', '%5c', '\\', '%00', 'assets', 'secret.txt', '%c0%ae', ''),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 6 }),
        fc.constantFrom('navigation' as const, 'part' as const),
        async (pieces, purpose) => {
          const found = await findScreenFile(root, `/${pieces.join('/')}`, purpose)
          if (found.kind === 'file') expect(found.path.startsWith(`${root}/`)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
