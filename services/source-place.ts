import { z } from 'zod'
import type { IsWanted } from '#core/importers/wanted-files'
import { newestWriting, type PickedEntry } from '#io/picked-files'
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

/**
 * Whether the files changed since they were last known (ms UTC), by the file system's word. `isWanted`: which files of a folder count.
 */
export async function fileState(
  place: SourcePlace | null,
  known: { readonly sameUntilMs: number | null; readonly undoneUntilMs: number | null },
  isWanted: IsWanted,
): Promise<'same' | 'newer' | 'undone' | 'missing' | null> {
  if (place === null) return null
  try {
    const newestMs = await newestWriting(place.entries, isWanted, place.within)
    if (known.sameUntilMs !== null && newestMs <= known.sameUntilMs) return 'same'
    return known.undoneUntilMs !== null && newestMs <= known.undoneUntilMs ? 'undone' : 'newer'
  } catch {
    return 'missing' // the one thing a person needs to know of any error here
  }
}

/** The place in words, for people. */
export function describePlace(place: SourcePlace | null): string | null {
  return place === null ? null : place.entries.map((entry) => entry.path).join(', ')
}
