import type { Numbers } from './probe.ts'

// Entry of every measuring process: `node program.js NAME INPUT`. Prints what it measured as one line of JSON.

type Load = () => Promise<{ readonly run: (input: never) => Numbers | Promise<Numbers> }>
const PROGRAMS: Readonly<Record<string, Load>> = {
  'limits/all-rows': () => import('./limits/all-rows.ts'),
  'limits/parse-json': () => import('./limits/parse-json.ts'),
  'limits/import-manifest': () => import('./limits/import-manifest.ts'),
  'limits/import-same-rows': () => import('./limits/import-same-rows.ts'),
  'limits/import-rows': () => import('./limits/import-rows.ts'),
  'limits/open-home': () => import('./limits/open-home.ts'),
  'limits/list-page': () => import('./limits/list-page.ts'),
  'limits/one-hop': () => import('./limits/one-hop.ts'),
  'limits/search': () => import('./limits/search.ts'),
  'limits/disk': () => import('./limits/disk.ts'),
  'limits/idle-memory': () => import('./limits/idle-memory.ts'),
  'limits/first-row': () => import('./limits/first-row.ts'),
  'limits/start-code': () => import('./limits/start-code.ts'),
  'measured/make-book': () => import('./measured/make-book.ts'),
  'measured/import-manifest': () => import('./measured/import-manifest.ts'),
  'measured/import-rows': () => import('./measured/import-rows.ts'),
  'measured/open-home': () => import('./measured/open-home.ts'),
  'measured/list-page': () => import('./measured/list-page.ts'),
  'measured/screens': () => import('./measured/screens.ts'),
  'measured/one-hop': () => import('./measured/one-hop.ts'),
  'measured/search': () => import('./measured/search.ts'),
  'measured/disk': () => import('./measured/disk.ts'),
  'measured/idle-memory': () => import('./measured/idle-memory.ts'),
  'measured/reads-while-importing': () => import('./measured/reads-while-importing.ts'),
  'measured/look-over': () => import('./measured/look-over.ts'),
  'measured/first-row': () => import('./measured/first-row.ts'),
  'measured/start-main': () => import('./measured/start-main.ts'),
  'measured/start-host': () => import('./measured/start-host.ts'),
}

const [name = '', input = '{}'] = process.argv.slice(2)
const load = PROGRAMS[name]
if (load === undefined) throw new Error(`no program ${name}`)
const { run } = await load()
const numbers = await run(JSON.parse(input) as never)
// What was started may still hold this process, as a host does that nobody closes.
process.stdout.write(`${JSON.stringify(numbers)}\n`, () => process.exit())
