import type { PickPurpose } from '#contract/desktop'
import type { AppContract } from '#contract/index'
import type { Handlers } from '#contract/kit'
import { AppError } from '#core/errors'
import type { Picks } from '#io/picks'

/** Where the screens run: it decides who chooses files, a page or a system dialog. */
export type DesktopKind = 'browser' | 'electron'

/** Purposes whose file may be written anew; all others need one that exists. */
const WRITTEN: ReadonlySet<PickPurpose> = new Set(['book-create', 'book-copy'])
/** A book that was uploaded would live in a folder that is wiped: only what is read once can be. */
const UPLOADABLE: ReadonlySet<PickPurpose> = new Set(['import', 'decisions-import'])

/**
 * Answers the screens' questions about files with pick ids, never paths.
 * @throws AppError from the handlers: not-found, invalid-input, conflict, bad-file, disk-full
 */
export function createDesktopHandlers(picks: Picks, kind: DesktopKind): Handlers<AppContract>['desktop'] {
  return {
    info: () => ({ kind, rootName: picks.rootName, uploadLimitBytes: picks.uploadLimitBytes }),
    listFolder: async ({ folder }) => {
      const { entries, ...listing } = await picks.listFolder(folder)
      return { ...listing, entries: [...entries] }
    },
    pick: ({ purpose, folder, name }) => picks.pickInside(purpose, folder, name, WRITTEN.has(purpose) ? 'new' : 'existing'),
    uploadBegin: async ({ purpose, files }) => {
      if (!UPLOADABLE.has(purpose)) {
        throw new AppError('invalid-input', 'A catalog file can’t be uploaded. Choose it below the folder this window was started for.', {
          purpose,
        })
      }
      return { uploadId: await picks.beginUpload(purpose, files) }
    },
    uploadChunk: async ({ uploadId, file, offset, base64 }) => ({
      receivedBytes: await picks.writeUpload(uploadId, file, offset, decodeBase64(base64)),
    }),
    uploadEnd: ({ uploadId }) => picks.endUpload(uploadId),
  }
}

/** Buffer.from skips what is not base64; a piece with letters missing must not pass for a shorter one. */
function decodeBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = Buffer.from(text, 'base64')
  const isWhole = text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding
  if (!isWhole) throw new AppError('invalid-input', 'This piece of an upload is not base64.')
  return bytes
}
