// Starts one of our TypeScript programs: `node scripts/run.mjs scripts/build.ts [arguments]`.
// Plain JavaScript, so that a Node too old for the rest can still say what is wrong.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** `>=22.18` in package.json is the only place that says which Node is needed. */
const needed = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node.replace('>=', '')
const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  process.stderr.write(
    `Stewardbook needs Node ${needed} or newer and this is ${process.versions.node}: run \`npm ci\` (on Linux x64 it brings its own Node) or install a newer one.\n`,
  )
  process.exit(2)
}
const [program, ...rest] = process.argv.slice(2)
if (program === undefined) {
  process.stderr.write('Usage: node scripts/run.mjs PROGRAM [arguments]\n')
  process.exit(2)
}
process.argv = [process.argv[0], resolve(program), ...rest]
await import(pathToFileURL(resolve(program)).href)
