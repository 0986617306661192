import type { Numbers } from './probe.ts'

// Entry of every measuring process: `node program.js NAME INPUT`. Prints the numbers as one line of JSON.

type Load = () => Promise<{ readonly run: (input: never, loadMs: number) => Numbers | Promise<Numbers> }>
const PROGRAMS: Readonly<Record<string, Load>> = {
  'limits/parse-json': () => import('./limits/parse-json.ts'),
  'limits/import-manifest': () => import('./limits/import-manifest.ts'),
  'measured/import-manifest': () => import('./measured/import-manifest.ts'),
}

const [name = '', input = '{}'] = process.argv.slice(2)
const load = PROGRAMS[name]
if (load === undefined) throw new Error(`no program ${name}`)
const startedAt = performance.now()
const { run } = await load()
const loadMs = performance.now() - startedAt
const numbers = await run(JSON.parse(input) as never, loadMs)
process.stdout.write(`${JSON.stringify(numbers)}\n`)
