import { join } from 'node:path'
import { type Numbers, peakRssMb, timed } from '../probe.ts'
import { apply, createBook, openBench, preview } from './host.ts'

/** `book`: where to leave it, for others to look at. */
type Input = { readonly artifacts: string; readonly book?: string; readonly folder: string }

/** A first import into an empty book, as a person does it: look, then put in place. Then the same files again. */
export async function run({ artifacts, book, folder }: Input): Promise<Numbers> {
  const host = await openBench(folder, null)
  await createBook(host, book ?? join(folder, `${process.pid}.stewardbook`))
  const importMs = await timed(async () => apply(host, await preview(host, artifacts)))
  const peak = peakRssMb()
  const againMs = await timed(() => preview(host, artifacts))
  await host.close()
  return { importMs, againMs, peakRssMb: peak }
}
