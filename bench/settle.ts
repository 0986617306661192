import { setTimeout as wait } from 'node:timers/promises'

/** Memory of this process once it has nothing to do. */
export async function settledRssMb(): Promise<number> {
  await wait(300)
  globalThis.gc?.()
  await wait(100)
  return process.memoryUsage().rss / 1024 / 1024
}
