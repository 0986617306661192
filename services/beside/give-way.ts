import { setPriority } from 'node:os'

/**
 * All threads of a task have the same: where one that writes did not give way, the one that answers a person waited up to 90 ms
 * for what a thread that did held for an instant, until that got its turn.
 */
const BACKGROUND = 10

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
