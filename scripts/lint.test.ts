import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// A silent guard is worse than none: this plants what the linter must find in a copy of its configuration.

const root = join(import.meta.dirname, '..')
const CONFIG = [
  'oxlint.config.ts',
  'scripts/layers.ts',
  'scripts/layer-rules.ts',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
  'tsconfig.tests.json',
]
const LAYERS = ['core', 'contract', 'io', 'db', 'services', 'electron', 'cli', 'renderer']

/** The table of docs/guide/architecture.md, written out by hand. */
const MAY_IMPORT: Record<string, string[]> = {
  core: [],
  contract: ['core'],
  io: ['core'],
  db: ['core'],
  services: ['core', 'contract', 'io', 'db'],
  electron: ['contract', 'services'],
  cli: ['contract', 'services'],
  renderer: ['core', 'contract'],
}

/** One planted import each: file, what it imports, and whether the linter must object. */
const IMPORTS: [file: string, specifier: string, isBad: boolean][] = [
  ...LAYERS.flatMap((from) =>
    LAYERS.map((to): [string, string, boolean] => [
      `${from}/area/to-${to}.ts`,
      `#${to}/thing`,
      from !== to && !MAY_IMPORT[from]!.includes(to),
    ]),
  ),
  ...LAYERS.map((from): [string, string, boolean] => [`${from}/leave.ts`, '../db/thing.ts', true]),
  ...LAYERS.map((from): [string, string, boolean] => [`${from}/area/climb.ts`, '../../db/thing.ts', true]),
  ['core/area/deep/detour.ts', './x/../../../db/thing.ts', true],
  ['core/area/sibling.ts', '../thing.ts', false],
  ['core/own.ts', './thing.ts', false],
  ['core/scripted.ts', '#scripts/thing', true],
  ['core/area/node.ts', 'node:fs', true],
  ['core/area/pure.ts', 'zod', false],
  ['core/area/impure.ts', 'commander', true],
  ['contract/area/node.ts', 'node:fs', true],
  ['renderer/area/node.ts', 'node:fs', true],
  ['renderer/area/react.ts', 'react', false],
  ['services/area/sql.ts', 'better-sqlite3', true],
  ['services/area/react.ts', 'react', true],
  ['db/area/sql.ts', 'better-sqlite3', false],
  ['cli/area/open.ts', '#db/open', false],
  ['cli/area/opener.ts', '#db/opener', true],
  ['cli/area/rows.ts', '#db/schema/assets', true],
  ['cli/area/worker.ts', '#io/workers/scan', false],
  ['cli/area/csv.ts', '#io/csv', true],
  ['services/area/crossing.test.ts', '#cli/thing', true],
  ['core/area/reading.test.ts', 'node:fs', false],
  ['core/area/testing/files.ts', 'node:fs', false],
  ['core/area/testing/book.ts', '#db/open', true],
]

const CODE: [file: string, code: string, rule: string | null][] = [
  ['core/clock.ts', 'export const now = () => Date.now()\n', 'eslint(no-restricted-properties)'],
  ['core/dice.ts', 'export const dice = () => Math.random()\n', 'eslint(no-restricted-properties)'],
  ['core/platform.ts', 'export const home = process.env\n', 'eslint(no-restricted-globals)'],
  ['contract/timer.ts', 'export const later = setTimeout\n', 'eslint(no-restricted-globals)'],
  ['services/clock.ts', 'export const now = () => Date.now()\n', null],
  ['core/cycle-a.ts', "import { b } from './cycle-b.ts'\nexport const a = (): number => b() + 1\n", 'import(no-cycle)'],
  ['core/cycle-b.ts', "import { a } from './cycle-a.ts'\nexport const b = (): number => a() + 1\n", 'import(no-cycle)'],
  ['services/ring-a.ts', "import { ringB } from '#db/ring-b'\nexport const ringA = (): number => ringB() + 1\n", 'import(no-cycle)'],
  [
    'io/floating.ts',
    'async function work(): Promise<void> {}\nexport function start(): void {\n  work()\n}\n',
    'typescript(no-floating-promises)',
  ],
  ['io/any.ts', 'export const loose = (value: any): void => void value\n', 'typescript(no-explicit-any)'],
  ['io/default.ts', 'export default 1\n', 'import(no-default-export)'],
  ['io/long.ts', 'export const x = 1\n'.replace('1', '[\n' + '  1,\n'.repeat(400) + ']'), 'eslint(max-lines)'],
  ['io/BadName.ts', 'export const y = 1\n', 'unicorn(filename-case)'],
  [
    'io/switch.ts',
    "export function f(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 0\n}\n",
    'typescript(switch-exhaustiveness-check)',
  ],
]

let found: ReadonlyMap<string, readonly string[]>
let folder: string

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stewardbook-lint-'))
  mkdirSync(join(folder, 'scripts'))
  for (const file of CONFIG) cpSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const layer of LAYERS) plant(`${layer}/thing.ts`, 'export const thing = 1\n')
  for (const [file, specifier] of IMPORTS) plant(file, `import * as thing from '${specifier}'\nexport const used = thing\n`)
  for (const [file, code] of CODE) plant(file, code)
  plant('db/ring-b.ts', "import { ringA } from '#services/ring-a'\nexport const ringB = (): number => ringA() + 1\n")
  const run = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] }
  const byFile = new Map<string, string[]>()
  for (const { code, filename } of report.diagnostics) byFile.set(filename, [...(byFile.get(filename) ?? []), code])
  found = byFile
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the linter', () => {
  it.each(IMPORTS)('%s importing %s: refused is %s', (file, _specifier, isBad) => {
    expect((found.get(file) ?? []).filter((code) => code !== 'import(no-cycle)')).toEqual(isBad ? ['eslint(no-restricted-imports)'] : [])
  })

  it.each(CODE)('%s', (file, _code, rule) => {
    expect(found.get(file) ?? []).toEqual(rule === null ? [] : [rule])
  })
})

describe('core and contract', () => {
  it('never make a date out of nothing', () => {
    const files = ['core', 'contract'].flatMap((layer) =>
      readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' }).map((name) => join(layer, name)),
    )
    const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    expect(sources.length).toBeGreaterThan(5)
    const withClock = sources.filter((name) =>
      /\bnew Date(\s*\(\s*\)|(?!\s*\())|(?<!new )\bDate\(/.test(readFileSync(join(root, name), 'utf8')),
    )
    expect(withClock).toEqual([])
  })
})
