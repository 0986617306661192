import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './tool.ts'

// `npm start [-- arguments]`: builds what has changed and opens the app in browser mode.
// The build is a process of its own, so that the app does not carry the bundler's memory along.

const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const program = join(ROOT, 'cli/stewardbook.mjs')
process.argv = [process.argv[0] ?? process.execPath, program, 'serve', ...process.argv.slice(2)]
await import(pathToFileURL(program).href)
