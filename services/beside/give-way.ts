import { setPriority } from 'node:os'

/** With 10, what such a thread holds for an instant was at times waited for by whoever answers a person, until it got its turn: 90 ms. */
const BACKGROUND = 4

/**
 * Lets this thread give way to the others of the program. Only Linux gives each thread a priority of its own; elsewhere the
 * whole program would give way, to others on the machine, so nothing is done.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, BACKGROUND)
  } catch {
    // A system that forbids it: the work is done all the same.
  }
}
