/** Work that can wait: done after a while, when it is flushed, or before the next piece. */
export type LateWork = { readonly put: (work: () => void) => void; readonly flush: () => void }

export function createLateWork(afterMs: number): LateWork {
  let waiting: { readonly work: () => void; readonly timer: NodeJS.Timeout } | null = null
  const flush = (): void => {
    if (waiting === null) return
    const { work, timer } = waiting
    clearTimeout(timer)
    waiting = null
    work()
  }
  return {
    put: (work) => {
      flush()
      waiting = { work, timer: setTimeout(flush, afterMs) }
    },
    flush,
  }
}
