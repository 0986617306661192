import type { Numbers } from '../probe.ts'
import { openBench } from './host.ts'

/** Opens a book once and waits for what the program does of itself: a week after the last time that is a check of every page. */
export async function run({ book, folder }: { readonly book: string; readonly folder: string }): Promise<Numbers> {
  const host = await openBench(folder, book)
  for (const { jobId } of (await host.client.jobs.list({})).items) await host.waitForJob(jobId)
  await host.close()
  return {}
}
