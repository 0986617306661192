import { isWantedBy } from '#core/importers/wanted-files'
import type { ImportFormat } from '#core/importers/intake'
import { type PickedEntry, storedBytes } from '#io/picked-files'
import { type ThreadEntry, warmThread } from '../beside/threads.ts'

/** The thread beside one that imports. */
export const BESIDE: ThreadEntry = { folder: import.meta.dirname, name: 'beside', use: 'beside an import' }

/** Files of together at least this size are read beside: what a thread costs is more than what a small file takes. */
export const READ_BESIDE_FROM_BYTES = 4 * 1024 * 1024

type Picked = { readonly entries: readonly PickedEntry[]; readonly format: ImportFormat | null; readonly within: string | null }

/** Starts the thread beside where these files will be read there in a moment. What goes wrong is said when they are opened, or read. */
export async function warmForPreview({ entries, format, within }: Picked): Promise<void> {
  try {
    if ((await storedBytes(entries, isWantedBy(format), within)) >= READ_BESIDE_FROM_BYTES) warmThread(BESIDE)
  } catch {
    // Nothing is warm then.
  }
}
