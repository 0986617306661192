import { statSync } from 'node:fs'
import type { Numbers } from '../probe.ts'

/** A finished book as it lies on the disk, closed. */
export function run({ book }: { readonly book: string }): Numbers {
  return { sizeMb: statSync(book).size / 1e6 }
}
