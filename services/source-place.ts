import { statSync } from 'node:fs'
import { z } from 'zod'
import type { PickedEntry } from '#io/picked-files'
import type { ResolvedPick } from '#io/picks'

const Place = z.object({ entries: z.array(z.object({ path: z.string(), name: z.string() })), within: z.string().nullable() })

/** Where a source's files are, remembered so that a refresh finds them. */
export type SourcePlace = { readonly entries: readonly PickedEntry[]; readonly within: string | null }

/** The text kept with the source. */
export function placeOf(pick: Pick<ResolvedPick, 'entries' | 'within'>): string {
  return JSON.stringify({ entries: pick.entries, within: pick.within })
}

/** null where the files were uploaded: nobody knows where they are. */
export function readPlace(text: string | null): SourcePlace | null {
  return text === null ? null : Place.parse(JSON.parse(text))
}

/** Whether the files changed since an instant (ms UTC), by the file system's word. */
export function fileState(place: SourcePlace | null, sinceMs: number | null): 'same' | 'newer' | 'missing' | null {
  if (place === null) return null
  let newest = 0
  for (const { path } of place.entries) {
    try {
      newest = Math.max(newest, statSync(path).mtimeMs)
    } catch {
      return 'missing' // the one thing a person needs to know of any error here
    }
  }
  return sinceMs === null || newest > sinceMs ? 'newer' : 'same'
}

/** The place in words, for people. */
export function describePlace(place: SourcePlace | null): string | null {
  return place === null ? null : place.entries.map((entry) => entry.path).join(', ')
}
