import { useSyncExternalStore } from 'react'
import type { Clock } from '#core/format'

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The reader's zone and the present instant, for the formatting functions. */
export function clock(): Clock {
  return { nowMs: Date.now(), timeZone }
}

const ticks = new Map<number, (listener: () => void) => () => void>()

function tickEvery(everyMs: number): (listener: () => void) => () => void {
  let subscribe = ticks.get(everyMs)
  if (subscribe === undefined) {
    subscribe = (listener) => {
      const timer = setInterval(listener, everyMs)
      return () => clearInterval(timer)
    }
    ticks.set(everyMs, subscribe)
  }
  return subscribe
}

/** The present instant, rounded down to `everyMs` and renewed as often. */
export function useNow(everyMs: number): number {
  return useSyncExternalStore(tickEvery(everyMs), () => Math.floor(Date.now() / everyMs) * everyMs)
}
