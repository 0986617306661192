import { closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Host } from '#services/host'
import { type Numbers, percentile, timed } from '../probe.ts'
import { apply, openBench, preview } from './host.ts'
import { someKeys } from './some-keys.ts'

const IDLE_MS = 3000
const PAUSE_MS = 5

type Input = { readonly book: string; readonly folder: string; readonly artifacts: string }
type Reads = { readonly list: number[]; readonly lineage: number[] }

/** The list and lineage as a person looks around: first while nothing else happens, then while a second project comes in. */
export async function run({ book, folder, artifacts }: Input): Promise<Numbers> {
  const path = join(folder, `reads-${process.pid}.stewardbook`)
  copyToDisk(book, path)
  const host = await openBench(folder, path)
  const keys = await someKeys(host)
  const until = Date.now() + IDLE_MS / 3
  await readOn(host, keys, () => Date.now() < until)
  const end = Date.now() + IDLE_MS
  const idle = await readOn(host, keys, () => Date.now() < end)
  let isImporting = true
  const importing = preview(host, artifacts, { sourceName: 'Second' })
    .then((planId) => apply(host, planId))
    .finally(() => {
      isImporting = false
    })
  const busy = await readOn(host, keys, () => isImporting)
  await importing
  await host.close()
  return {
    idleListP95Ms: percentile(idle.list, 0.95),
    idleLineageP95Ms: percentile(idle.lineage, 0.95),
    listP95Ms: percentile(busy.list, 0.95),
    lineageP95Ms: percentile(busy.lineage, 0.95),
    slowestMs: Math.max(...busy.list, ...busy.lineage),
    reads: busy.list.length * 2,
  }
}

/** As a person's book is: what of a copy is still on its way to the disk, the first write would wait for. */
function copyToDisk(from: string, to: string): void {
  copyFileSync(from, to)
  const file = openSync(to, 'r+')
  fsyncSync(file)
  closeSync(file)
}

async function readOn(host: Host, keys: readonly string[], goesOn: () => boolean): Promise<Reads> {
  const list: number[] = []
  const lineage: number[] = []
  let cursor: string | null = null
  for (let index = 0; goesOn(); index++) {
    list.push(
      await timed(async () => {
        cursor = (await host.client.datasets.list(cursor === null ? {} : { cursor })).nextCursor
      }),
    )
    lineage.push(await timed(() => host.client.lineage.around({ key: keys[(index * 97) % keys.length] ?? '' })))
    await wait(PAUSE_MS)
  }
  return { list, lineage }
}
