import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { tempFolder } from '#db/testing/temp-folder'
import { keepThread, takeThread, type ThreadEntry, warmThread } from './threads.ts'

/** Answers how many messages it has had, and ends or fails when told to. */
const COUNTS = `const { parentPort } = require('node:worker_threads')
let had = 0
parentPort.on('message', (told) => {
  if (told === 'end') process.exit()
  if (told === 'fail') throw new Error('failed')
  parentPort.postMessage((had += 1))
})`

const taken: Worker[] = []
afterEach(() => Promise.all(taken.splice(0).map((thread) => thread.terminate())))

function entry(use: string): ThreadEntry {
  const folder = tempFolder()
  writeFileSync(join(folder, 'counts.js'), COUNTS)
  return { folder, name: 'counts', use }
}

function take(from: ThreadEntry): Worker {
  const thread = takeThread(from)
  taken.push(thread)
  return thread
}

const ask = (thread: Worker): Promise<unknown> =>
  new Promise((resolve) => {
    thread.once('message', resolve)
    thread.postMessage('count')
  })
const ended = (thread: Worker): Promise<void> => new Promise((resolve) => thread.once('exit', () => resolve()))

test('a kept thread does the next work of its use, and no other', async () => {
  const here = entry('kept')
  const first = take(here)
  expect(await ask(first)).toBe(1)
  keepThread(here, first)
  expect(await ask(take({ ...here, use: 'another' }))).toBe(1)
  expect(await ask(take(here))).toBe(2)
  expect(await ask(take(here))).toBe(1)
})

test('one that waits already is enough: another is ended', async () => {
  const here = entry('enough')
  const [first, second] = [take(here), take(here)]
  keepThread(here, first)
  const gone = ended(second)
  keepThread(here, second)
  await gone
  expect(take(here)).toBe(first)
})

test('one that ends or fails while it waits is not taken', async () => {
  const here = entry('gone')
  for (const how of ['end', 'fail']) {
    const thread = take(here)
    await ask(thread)
    keepThread(here, thread)
    const gone = ended(thread)
    thread.postMessage(how)
    await gone
    expect(take(here)).not.toBe(thread)
  }
})

test('one that is warmed is the one that is taken', async () => {
  const here = entry('warm')
  warmThread(here)
  warmThread(here)
  expect(await ask(take(here))).toBe(1)
})
