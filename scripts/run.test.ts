import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const HERE = import.meta.dirname
const { engines } = JSON.parse(readFileSync(join(HERE, '../package.json'), 'utf8')) as { engines: { node: string } }

/** A Node that says it is another. */
function runOn(version: string) {
  const pretend = `data:text/javascript,${encodeURIComponent(`Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`)}`
  return spawnSync(process.execPath, ['--import', pretend, join(HERE, 'run.mjs')], { encoding: 'utf8' })
}

it.each(['20.20.2', '22.17.1'])('says one sentence on Node %s, with the number of package.json', (version) => {
  const { status, stdout, stderr } = runOn(version)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toBe(
    `Stewardbook needs Node ${engines.node.replace('>=', '')} or newer and this is ${version}: run \`npm ci\` (on Linux x64 it brings its own Node) or install a newer one.\n`,
  )
})

it.each([engines.node.replace('>=', '') + '.0', '24.0.0'])('goes on with Node %s', (version) => {
  expect(runOn(version).stderr).toBe('Usage: node scripts/run.mjs PROGRAM [arguments]\n')
})
