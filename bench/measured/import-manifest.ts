import { join } from 'node:path'
import { type Numbers, peakRssMb, timed } from '../probe.ts'
import { apply, createBook, openBench, preview } from './host.ts'

/** A first import into an empty book, as a person does it: look, then put in place. Then the same files again. */
export async function run({ artifacts, folder }: { readonly artifacts: string; readonly folder: string }): Promise<Numbers> {
  const host = await openBench(folder, null)
  await createBook(host, join(folder, `${process.pid}.stewardbook`))
  const importMs = await timed(async () => apply(host, await preview(host, artifacts)))
  const peak = peakRssMb()
  const againMs = await timed(() => preview(host, artifacts))
  await host.close()
  return { importMs, againMs, peakRssMb: peak }
}
