import { useEffect } from 'react'
import { send } from './api.ts'

/** How often a person at work gives a sign at most. */
const SIGN_EVERY_MS = 60_000

/** Tells the host that a person is here: at first, and as they type, point or come back. An open window alone is nobody. */
export function usePresence(): void {
  useEffect(() => {
    let lastMs = 0
    const sign = (): void => {
      if (document.hidden || Date.now() - lastMs < SIGN_EVERY_MS) return
      lastMs = Date.now()
      // Not to be told to anybody: all that is lost is from when Home counts what is new.
      send('home', 'visit', {}).catch(() => undefined)
    }
    sign()
    const signs = ['pointerdown', 'keydown', 'visibilitychange'] as const
    for (const name of signs) document.addEventListener(name, sign, { passive: true })
    return () => {
      for (const name of signs) document.removeEventListener(name, sign)
    }
  }, [])
}
