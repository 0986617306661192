import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../tool.ts'
import { ELECTRON_VERSION, type Packed, packWithPlaceholder } from './pack.ts'

// What would be handed out, packed around a placeholder where Electron's program can't be had.

const folder = mkdtempSync(join(tmpdir(), 'stewardbook-packed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const onLinux = process.platform === 'linux' && process.arch === 'x64'

describe.runIf(onLinux)('the packed app', () => {
  let packed: Packed
  let files: readonly string[]
  beforeAll(async () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`The build failed:\n${stderr}`)
    packed = await packWithPlaceholder(folder)
    files = listPackage(packed.asar, { isPack: false })
  }, 120_000)

  it('holds the app, its licences, and nothing else', () => {
    for (const needed of [
      '/package.json',
      '/LICENSE',
      '/NOTICE',
      '/docs/third-party-notices.md',
      '/out/electron/main.js',
      '/out/electron/preload.cjs',
      '/out/node/host.js',
      '/out/node/worker.js',
      '/out/node/beside.js',
      '/out/renderer/index.html',
      '/db/migrations/meta/_journal.json',
      '/db/migrations/0000_first_book.sql',
      '/assets/rule-packs/precedence.json',
      '/assets/sample/larkmoor.json',
    ]) {
      expect(files).toContain(needed)
    }
    const places = new Set(
      files.map((file) =>
        file
          .split('/')
          .slice(1, file.startsWith('/node_modules') ? 3 : 2)
          .join('/'),
      ),
    )
    expect([...places].sort()).toEqual([
      'LICENSE',
      'NOTICE',
      'assets',
      'db',
      'docs',
      'node_modules',
      'node_modules/better-sqlite3',
      'out',
      'package.json',
    ])
    expect(files.filter((file) => /\.(?:ts|tsx|map|test\.\w+|c|h|cpp|hpp|gyp)$/.test(file))).toEqual([])
    expect(files).not.toContain('/out/node/cli.js')
  })

  it('has one binary, for its own platform, outside the archive', () => {
    expect(files.filter((file) => file.endsWith('.node'))).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node'])
    const outside = readdirSync(`${packed.asar}.unpacked`, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(`${packed.asar}.unpacked`, name)).isFile(),
    )
    expect(outside).toEqual(['node_modules/better-sqlite3/prebuilds/linux-x64.node'])
  })

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(packed.program)
    const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === '1'.charCodeAt(0)
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      fileProtocol: false,
    })
  })

  it('is for the Electron that is tested, and says how large it is', () => {
    expect(ELECTRON_VERSION).toMatch(/^\d+\.\d+\.\d+$/)
    const megabytes = statSync(packed.asar).size / 1024 / 1024
    process.stdout.write(`The app's archive is ${megabytes.toFixed(1)} MB, without Electron.\n`)
    expect(megabytes).toBeLessThan(20)
  })
})
